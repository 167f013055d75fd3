/** What one set of objects lacks of the other and has beyond it: two empty lists when equal. */
export function compare(found: Iterable<string>, wanted: Iterable<string>) {
  const [here, there] = [new Set(found), new Set(wanted)];
  return {
    missing: [...there].filter((raw) => !here.has(raw)),
    surplus: [...here].filter((raw) => !there.has(raw)),
  };
}

export const equal = { missing: [], surplus: [] };
