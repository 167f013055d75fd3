import { useEffect, useEffectEvent } from 'react';
import {
  QueryClient,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { z } from 'zod';
import { Failed, resultSchema, toFailure } from '../shared/errors.ts';
import {
  channels,
  pushes,
  type Bridge,
  type ChannelInput,
  type ChannelName,
  type ChannelOutput,
  type PushName,
  type PushPayload,
} from '../shared/contract.ts';
import { drawn } from './drawn.ts';

/** The only file that touches `window.vestigo`. */
declare global {
  interface Window {
    readonly vestigo: Bridge;
  }
}

/** The input of a channel as arguments; none where the channel takes nothing. */
type Input<N extends ChannelName> =
  undefined extends ChannelInput<N> ? [input?: undefined] : [input: ChannelInput<N>];

const envelope = resultSchema(z.unknown());

/** Asks main. Rejects with {@link Failed}, and with nothing else. */
function call<N extends ChannelName>(channel: N, ...[input]: Input<N>): Promise<ChannelOutput<N>> {
  return ask(channel, input);
}

async function ask<N extends ChannelName>(channel: N, input: unknown): Promise<ChannelOutput<N>> {
  try {
    const answer = envelope.parse(await window.vestigo.invoke(channel, input));
    if (!answer.ok) throw new Failed(answer.error.kind, answer.error.params);
    return readAnswer(channel, answer.value);
  } catch (error) {
    if (error instanceof Failed) throw error;
    const failure = toFailure(error);
    throw new Failed(failure.kind, failure.params, { cause: error });
  }
}

/**
 * Main has checked the answer already, so this is a second lock. Pages of rows come with every
 * scroll: there the first row stands for all, else checking costs more than fetching.
 */
function readAnswer<N extends ChannelName>(channel: N, value: unknown): ChannelOutput<N> {
  const schema: z.ZodType = channels[channel].output;
  if (channel === 'review.rows' && Array.isArray(value)) {
    schema.parse(value.slice(0, 1));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the docstring says
    return value as ChannelOutput<N>;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of this very channel
  return schema.parse(value) as ChannelOutput<N>;
}

/** Listens to what main says unasked; returns how to stop. */
function on<N extends PushName>(push: N, listener: (payload: PushPayload<N>) => void): () => void {
  const schema: z.ZodType = pushes[push];
  return window.vestigo.on(push, (payload) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of this very push
    listener(schema.parse(payload) as PushPayload<N>);
  });
}

export const api = { call, on };

/** `networkMode: always`: main is no network, and everything works offline. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      staleTime: Number.POSITIVE_INFINITY,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

interface CallOptions {
  enabled?: boolean;
  /** Ask again whenever a screen with it comes up: it may have changed outside the window. */
  fresh?: boolean;
  /** Show the last answer while the next one is on its way. */
  keep?: boolean;
  /** The answer, of which there is much to draw, waits until what is on the screen has been drawn. */
  unhurried?: boolean;
}

/** An answer of main as React state, cached under `[channel, input]`. */
export function useCall<N extends ChannelName>(
  channel: N,
  ...rest: [...Input<N>, options?: CallOptions]
): UseQueryResult<ChannelOutput<N>, Failed> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript loses a spread tuple's places
  const [input, options] = rest as unknown as [unknown, CallOptions?];
  return useQuery<ChannelOutput<N>, Failed>({
    queryKey: [channel, input],
    queryFn: async () => {
      const answer = await ask(channel, input);
      if (options?.unhurried) await drawn();
      return answer;
    },
    enabled: options?.enabled ?? true,
    refetchOnMount: options?.fresh ? 'always' : true,
    ...(options?.keep ? { placeholderData: (previous) => previous } : {}),
  });
}

/** Something to do, with pending and failed as React state. */
export function useAction<N extends ChannelName>(
  channel: N,
): UseMutationResult<ChannelOutput<N>, Failed, ChannelInput<N>> {
  return useMutation<ChannelOutput<N>, Failed, ChannelInput<N>>({
    mutationFn: (input) => ask(channel, input),
  });
}

/** Marks cached answers of these channels as old, so that what is on the screen is asked again. */
export async function refresh(...names: ChannelName[]): Promise<void> {
  await Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}

export function usePush<N extends PushName>(
  push: N,
  listener: (payload: PushPayload<N>) => void,
): void {
  const latest = useEffectEvent(listener);
  useEffect(() => on(push, latest), [push]);
}
