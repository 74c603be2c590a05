/**
 * Microseconds of processor time that this process has used. Unlike the clock on the wall it stands still while other
 * programs have the processor.
 */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
