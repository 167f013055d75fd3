import type { HttpAnswer, HttpClient } from '../../src/main/connectors/kit/http.ts';

export interface Asked {
  method: 'GET' | 'POST';
  path: string;
  query: URLSearchParams;
  body: string;
}

/** Answers from memory, without a network; keeps what it was asked. */
export function fakeHttp(
  answer: (asked: Asked, number: number) => { status?: number; body: unknown },
) {
  const asked: Asked[] = [];
  async function call(one: Asked): Promise<HttpAnswer> {
    asked.push(one);
    const { status = 200, body } = answer(one, asked.length);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return {
      status,
      text,
      json: JSON.parse(text) as unknown,
      clockOffsetMs: null,
      cost: { requests: 1, retries: 0, waitedMs: 0 },
    };
  }
  const http: HttpClient = {
    get: (path, query) => call({ method: 'GET', path, query, body: '' }),
    post: (path, body) => call({ method: 'POST', path, query: new URLSearchParams(), body }),
  };
  return { http, asked };
}
