import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import './ui/layers.css';
import './ui/tokens.css';
import './ui/base.css';
import { api, queryClient } from './api.ts';
import { App } from './app.tsx';
import { CrashGuard } from './frame/crash-guard.tsx';
import { Gate } from './features/privacy/gate.tsx';
import { startTexts } from './i18n.ts';
import { applyLook } from './frame/look.ts';
import { languageOf } from './state/preferences.ts';
import { shown } from './state/selection.ts';
import { defaultSettings } from '../shared/settings.ts';

/** Settings are known before the first paint: no flash of another theme or language. */
async function start(): Promise<void> {
  const [info, settings] = await Promise.all([
    api.call('app.info'),
    api.call('settings.get').catch(() => defaultSettings),
  ]);
  queryClient.setQueryData(['app.info', undefined], info);
  queryClient.setQueryData(['settings.get', undefined], settings);
  shown.set({ columns: settings.columns });
  const language = languageOf(settings, info);
  applyLook(settings, language);
  await startTexts(language);

  const root = document.querySelector('#root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <CrashGuard>
          <Gate>
            <App />
          </Gate>
        </CrashGuard>
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
