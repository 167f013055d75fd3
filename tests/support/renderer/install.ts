import { fakeBridge } from './bridge.ts';

Object.defineProperty(window, 'vestigo', { value: fakeBridge });
