/** The page's look: one column on a phone, light or dark as the reader's system is. */
export const style = `
:root { color-scheme: light dark; --page: #f7f7f5; --card: #fff; --text: #1b1f24; --soft: #5d6670; --rule: #e2e4e6;
  --selfie: #2f6fed; --plain: #9aa3ad; --right: #1a9a5b; --wrong: #d9432f; --cover: #e8eaed; --hatch: #cfd4d9; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --card: #1d2125; --text: #e8eaed; --soft: #9aa3ad;
  --rule: #32383e; --selfie: #6ea0ff; --plain: #7b858f; --right: #3ecb86; --wrong: #ff7461; --cover: #3a4149; --hatch: #4a525b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 48px 20px 64px; }
h1 { font-size: clamp(1.7rem, 4vw, 2.4rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 12px; }
h2 { font-size: 1.25rem; letter-spacing: -0.01em; margin: 0 0 4px; }
h3 { font-size: 0.95rem; margin: 0 0 10px; }
p { max-width: 68ch; margin: 0 0 16px; color: var(--soft); }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 24px; margin-top: 20px; }
figure { margin: 0; min-width: 0; }
figcaption { color: var(--soft); font-size: 0.85rem; margin-top: 6px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 14px; margin: 28px 0 0; padding: 0; }
.figures div { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 16px 18px; }
.figures dt { color: var(--soft); font-size: 0.85rem; }
.figures dd { margin: 2px 0 0; font-size: 1.75rem; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.figures small { display: block; color: var(--soft); font-size: 0.85rem; font-weight: 400; letter-spacing: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 380px), 1fr)); gap: 24px; margin-top: 16px; }
.chart svg { width: 100%; height: auto; display: block; }
.chart figcaption { margin: 0 0 6px; font-size: 0.9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.results { width: 100%; margin-top: 8px; }
th, td { text-align: left; padding: 9px 18px 9px 0; border-bottom: 1px solid var(--rule); vertical-align: baseline; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
thead th, .options th { color: var(--soft); font-weight: 500; font-size: 0.9rem; }
td strong { color: var(--selfie); }
.spread, .seeds { color: var(--soft); }
.seeds { white-space: normal; min-width: 12em; }
.seeds span { display: inline-block; min-width: 2.7em; }
.options td { white-space: normal; overflow-wrap: anywhere; }
.stories { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 26px 32px; margin-top: 16px; }
.alike { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 12px; padding: 16px 0; border-bottom: 1px solid var(--rule); }
.alike:last-child { border-bottom: 0; padding-bottom: 0; }
.alike figure:first-child img { outline: 2px solid var(--selfie); outline-offset: 2px; }
.alike img { width: 100%; aspect-ratio: 1; object-fit: cover; display: block; border-radius: 6px; }
.alike figcaption { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tiles { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; }
.tiles svg { width: 100%; height: auto; display: block; border-radius: 6px; }
image { image-rendering: pixelated; }
rect.hidden { fill: url(#hatch); }
rect.right, rect.wrong { fill: transparent; stroke-width: 0.6; }
rect.right { stroke: var(--right); }
rect.wrong { stroke: var(--wrong); stroke-dasharray: 1.4 0.9; }
p .right, p .wrong { border: 2px solid; border-radius: 3px; padding: 0 0.35em; }
p .right { color: var(--right); }
p .wrong { color: var(--wrong); border-style: dashed; }
@media (max-width: 600px) { main { padding: 28px 12px 40px; } section { padding: 18px 16px; } .figures { grid-template-columns: 1fr 1fr; } .figures dd { font-size: 1.35rem; } }
pre { background: var(--page); border: 1px solid var(--rule); border-radius: 8px; padding: 14px 16px; overflow-x: auto; margin: 8px 0 0; font: 0.9rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
`;
