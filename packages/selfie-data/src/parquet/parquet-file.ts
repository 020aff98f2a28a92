import type { FileMetaData, SchemaTree } from 'hyparquet';
import type { ByteFile } from './byte-file.ts';
import type { ColumnChunk, ValueType } from './column-chunk.ts';

/** Where a column of a row group lies in its file, and how. */
export interface PlacedChunk extends ColumnChunk {
  readonly from: number;
  readonly to: number;
}

/** A row group's pictures and, where the file has them, labels. */
export interface RowGroup {
  readonly rows: number;
  readonly images: PlacedChunk;
  readonly labels?: PlacedChunk;
}

/** What a Parquet file says of its pictures. */
export interface ParquetFile {
  readonly file: ByteFile;
  readonly groups: readonly RowGroup[];
  readonly classes?: readonly string[];
}

/** Which columns hold pictures and labels; those that the hub's features or usual names say, if not given. */
export interface Columns {
  /** The column of pictures: bytes, or a group with the field `bytes`. @default as the hub's features say, or `image`, `img` */
  readonly image?: string;
  /** The column of labels: integers. @default as the hub's features say, or `label`, `labels`, `fine_label`, if there is one */
  readonly label?: string;
}

const IMAGE_NAMES = ['image', 'img'];
const LABEL_NAMES = ['label', 'labels', 'fine_label'];

/**
 * Finds pictures and labels in what the end of a Parquet file says: the columns that its `huggingface` metadata calls an
 * Image and a ClassLabel, or that have the usual names.
 *
 * @throws Error with what was found instead, without the place.
 */
export function describeFile(
  file: ByteFile,
  metadata: FileMetaData,
  schema: SchemaTree,
  columns: Columns,
): ParquetFile {
  const features = hubFeatures(metadata);
  const ofType = (type: string) => Object.keys(features).filter((name) => features[name]?._type === type);
  const find = (wanted: string | undefined, names: readonly string[]) =>
    (wanted === undefined ? names : [wanted])
      .map((name) => schema.children.find(({ element }) => element.name === name))
      .find((child) => child !== undefined);
  const image = find(columns.image, [...ofType('Image'), ...IMAGE_NAMES]);
  if (!image) {
    const has = schema.children.map(({ element }) => element.name).join(', ');
    throw new Error(`columns ${has.slice(0, 200)}, none of them ${columns.image ?? IMAGE_NAMES.join(' or ')}`);
  }
  const label = find(columns.label, [
    ...LABEL_NAMES.filter((name) => name in features),
    ...ofType('ClassLabel'),
    ...LABEL_NAMES,
  ]);
  if (!label && columns.label !== undefined) throw new Error(`no column ${columns.label}`);
  const names = label && features[label.element.name]?.names;
  const isNames = Array.isArray(names) && names.every((name) => typeof name === 'string');

  const pictures = leaf(image.children.length > 0 ? [schema, image, child(image, 'bytes')] : [schema, image], [
    'BYTE_ARRAY',
  ]);
  const numbers = label && leaf([schema, label], ['INT32', 'INT64']);
  const groups = metadata.row_groups.map((group) => {
    const rows = Number(group.num_rows);
    const place = ({ path, type, optional }: Leaf): PlacedChunk => {
      const meta = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('.') === path)?.meta_data;
      if (!meta) throw new Error(`a row group without ${path}`);
      const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
      const to = from + Number(meta.total_compressed_size);
      if (!(from >= 0 && from <= to && to <= file.length)) throw new Error(`${path} from ${from} to ${to}`);
      return { from, to, codec: meta.codec, type, optional, rows };
    };
    const images = place(pictures);
    if (!(rows >= 0 && rows <= MOST_ROWS_PER_BYTE * (images.to - images.from))) {
      throw new Error(`a row group of ${rows} rows in ${images.to - images.from} bytes`);
    }
    return { rows, images, labels: numbers && place(numbers) };
  });
  return { file, groups, classes: isNames ? names : undefined };
}

/** A run can say any number of rows in a few bytes; pictures cannot. */
const MOST_ROWS_PER_BYTE = 256;

interface Leaf {
  readonly path: string;
  readonly type: ValueType;
  readonly optional: number;
}

function child(of: SchemaTree, name: string): SchemaTree {
  const found = of.children.find(({ element }) => element.name === name);
  if (!found) throw new Error(`a column ${of.element.name} without ${name}`);
  return found;
}

function leaf(nodes: readonly SchemaTree[], types: readonly ValueType[]): Leaf {
  const { element, path, children } = nodes.at(-1)!;
  if (children.length > 0 || !types.includes(element.type as ValueType)) {
    throw new Error(`${path.join('.')} of type ${element.type ?? 'group'} instead of ${types.join(' or ')}`);
  }
  const inner = nodes.slice(1).map((node) => node.element.repetition_type);
  if (inner.includes('REPEATED')) throw new Error(`${path.join('.')}, which repeats`);
  return {
    path: path.join('.'),
    type: element.type as ValueType,
    optional: inner.filter((repetition) => repetition !== 'REQUIRED').length,
  };
}

/** The features that the hub's library writes, by column; none if they are not there or cannot be read. */
function hubFeatures(metadata: FileMetaData): Record<string, { _type?: unknown; names?: unknown } | undefined> {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  try {
    const features = JSON.parse(text ?? '{}')?.info?.features;
    return typeof features === 'object' && features !== null ? features : {};
  } catch {
    return {};
  }
}
