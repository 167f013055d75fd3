/** Hours and days of a zone. The offset is asked for once for each hour of the session. */
export function clockOf(zone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    hour: '2-digit',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const known = new Map<number, { hour: number; day: string }>();
  let last = { quarter: Number.NaN, hour: 0, day: '' };
  const of = (time: number) => {
    // A quarter: some zones are not whole hours from UTC.
    const quarter = Math.floor(time / 900e6);
    if (quarter === last.quarter) return last;
    const met = known.get(quarter);
    if (met) return (last = { quarter, ...met });
    const parts = format.formatToParts(quarter * 900_000);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
    const made = { hour: Number(part('hour')), day: part('year') + part('month') + part('day') };
    known.set(quarter, made);
    return made;
  };
  return { hour: (time: number) => of(time).hour, day: (time: number) => of(time).day };
}
