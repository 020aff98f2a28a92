/** Item: all channels. next = momentum · old + share · batch, the batch's variance times `correction`. */
export function runningStatistics(mean: usize, variance: usize, batchMean: usize, batchVariance: usize, nextMean: usize, nextVariance: usize, channels: i32, momentum: f32, share: f32, correction: f32, _item: i32): void {
  const end = <usize>channels << 2;
  for (let at: usize = 0; at < end; at += 4) {
    store<f32>(nextMean + at, load<f32>(mean + at) * momentum + load<f32>(batchMean + at) * share);
    store<f32>(nextVariance + at, load<f32>(variance + at) * momentum + load<f32>(batchVariance + at) * correction * share);
  }
}
