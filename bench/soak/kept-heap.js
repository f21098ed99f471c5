// @ts-check
// Loaded into the service before it, with --expose-gc: whoever asks how large the heap is, such as
// /metrics, is told what is left when the garbage has been collected.
const { memoryUsage } = process;
process.memoryUsage = Object.assign(() => {
  globalThis.gc?.();
  return memoryUsage();
}, memoryUsage);
