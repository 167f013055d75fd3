/**
 * What a command started by a test is given of this process's environment: nothing of the person who
 * runs the tests, and what `npm test` keeps of compiled code, so that starting costs half.
 */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return { PATH, LANG: 'C', ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) };
}
