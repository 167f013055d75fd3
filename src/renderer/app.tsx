import { Activity, useEffect, useLayoutEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Source } from '../shared/contract.ts';
import { queryClient, refresh, useCall, usePush } from './api.ts';
import { BundleDialog } from './features/bundle/bundle-dialog.tsx';
import { OriginsDialog } from './features/bundle/origins-dialog.tsx';
import { SealDialog } from './features/bundle/seal-dialog.tsx';
import { SignersDialog } from './features/bundle/signers-dialog.tsx';
import { ExportDialog } from './features/export/export-dialog.tsx';
import { ImportDialog } from './features/export/import-dialog.tsx';
import { ComparisonDialog } from './features/comparison/comparison-dialog.tsx';
import { compared } from './features/comparison/open.ts';
import { CollectScreen } from './features/collect/collect-screen.tsx';
import { ResumeNotice } from './features/collect/resume-notice.tsx';
import { DetailsDialog } from './features/review/details-dialog.tsx';
import { HelpDialog } from './features/review/help-dialog.tsx';
import { paced } from './features/review/paced.ts';
import { SaveSearchDialog } from './features/review/save-search-dialog.tsx';
import { SearchesDialog } from './features/review/searches-dialog.tsx';
import { QuarantineDialog } from './features/review/quarantine-dialog.tsx';
import { focusQueryBar } from './features/review/query-bar.tsx';
import { chosen } from './features/marks/chosen.ts';
import { TagDialog } from './features/marks/tag-dialog.tsx';
import { TagsDialog } from './features/marks/tags-dialog.tsx';
import { PeopleDialog } from './features/people/people-dialog.tsx';
import { FindingsScreen } from './features/findings/findings-screen.tsx';
import { OverviewScreen } from './features/overview/overview-screen.tsx';
import { Asking } from './features/privacy/asking.tsx';
import { RevealsDialog } from './features/privacy/reveals-dialog.tsx';
import { ReviewScreen } from './features/review/review-screen.tsx';
import { SettingsDialog } from './features/settings/settings-dialog.tsx';
import { SourcesScreen } from './features/sources/sources-screen.tsx';
import { WelcomeScreen } from './features/welcome/welcome-screen.tsx';
import { Frame } from './frame/frame.tsx';
import { applyLook } from './frame/look.ts';
import { followCollections } from './state/collections.ts';
import { goTo, navigation, openDialog, usePlace, type OpenDialog } from './state/navigation.ts';
import { languageOf, useAppInfo, useSettings } from './state/preferences.ts';
import { resetShown } from './state/selection.ts';
import { followTrail, forgetTrail } from './state/trail.ts';
import { isDialogOpen } from './ui/dialog.tsx';
import { toast, toastFailure, Toasts } from './ui/toast.tsx';

/** Outlives the lock, which takes everything else of the window away. */
let shownSession: string | null | undefined;

export function App() {
  const { i18n } = useTranslation();
  useLook();
  useEffect(followCollections, []);
  // Before anybody who moves the cursor when something else is shown.
  useLayoutEffect(() => followTrail(() => chosen.get().cursor), []);
  const current = useCall('sessions.current');
  const session = current.data ?? null;
  const sessionId = session?.info.sessionId;
  usePushes(session !== null);
  const { screen: wanted, dialog } = usePlace();
  const screen = session || wanted === 'sources' ? wanted : 'welcome';

  const name = session?.info.name;
  useEffect(() => {
    document.title = name ? `${name} — Vestigo` : 'Vestigo';
  }, [name]);

  // A session that opens shows itself; one that goes takes its screens away.
  useEffect(() => {
    // After a lock the same session comes back, to where it was.
    if (current.isPending || shownSession === (sessionId ?? null)) return;
    shownSession = sessionId ?? null;
    resetShown();
    forgetTrail();
    chosen.set({ rows: new Set(), cursor: null });
    compared.set({ sides: null });
    const { screen: from } = navigation.get();
    if (!sessionId) goTo('welcome');
    else if (from === 'welcome' || from === 'sources') goTo('review');
  }, [current.isPending, sessionId]);

  return (
    <I18nProvider locale={i18n.language === 'ru' ? 'ru-RU' : 'en-GB'}>
      <Frame session={session} screen={screen}>
        {session && (screen === 'review' || screen === 'overview') && <ResumeNotice banner />}
        {session && (
          <Activity mode={screen === 'review' ? 'visible' : 'hidden'} key={sessionId}>
            <ReviewScreen />
          </Activity>
        )}
        {session && screen === 'overview' && <OverviewScreen info={session.info} />}
        {session && screen === 'findings' && <FindingsScreen info={session.info} />}
        {session && screen === 'collect' && <CollectScreen session={session} />}
        {screen === 'sources' && <SourcesScreen />}
        {screen === 'welcome' && <WelcomeScreen />}
      </Frame>
      {dialog && <OpenedDialog dialog={dialog} hasSession={session !== null} />}
      {session && <TagDialog />}
      {session && <Asking />}
      <Toasts />
    </I18nProvider>
  );
}

function OpenedDialog({ dialog, hasSession }: { dialog: OpenDialog; hasSession: boolean }) {
  const close = () => openDialog(null);
  if (dialog === 'settings') return <SettingsDialog onClose={close} />;
  if (dialog === 'shortcuts') return <HelpDialog canAsk={hasSession} />;
  if (dialog === 'bundle') return <BundleDialog onClose={close} />;
  if (dialog === 'signers') return <SignersDialog onClose={close} />;
  if (!hasSession) return null;
  if (dialog === 'origins') return <OriginsDialog onClose={close} />;
  if (dialog === 'seal') return <SealDialog onClose={close} />;
  if (dialog === 'export') return <ExportDialog onClose={close} />;
  if (dialog === 'import') return <ImportDialog onClose={close} />;
  if (dialog === 'reveals') return <RevealsDialog onClose={close} />;
  if (dialog === 'tags') return <TagsDialog onClose={close} />;
  if (dialog === 'compare') return <ComparisonDialog onClose={close} />;
  if (dialog === 'people') return <PeopleDialog onClose={close} />;
  if (dialog === 'saved' || dialog === 'recent') {
    return <SearchesDialog tab={dialog} onClose={close} />;
  }
  if (dialog === 'save-search') return <SaveSearchDialog onClose={close} />;
  if (dialog === 'quarantine') return <QuarantineDialog onClose={close} />;
  return <DetailsDialog onClose={close} />;
}

function useLook(): void {
  const { i18n } = useTranslation();
  const settings = useSettings();
  const info = useAppInfo();
  useLayoutEffect(() => {
    if (!info) return;
    const language = languageOf(settings, info);
    applyLook(settings, language);
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, settings, info]);
}

/** What main says unasked, turned into fresh answers and places. */
function usePushes(hasSession: boolean): void {
  usePush('settings.changed', (settings) => {
    queryClient.setQueryData(['settings.get', undefined], settings);
  });
  const [changed] = useState(() => paced(() => refresh('session.info', 'review.count'), 500));
  usePush('session.changed', changed);
  usePush('session.closed', ({ failure }) => {
    queryClient.setQueryData(['sessions.current', undefined], null);
    void refresh('sessions.recent');
    if (failure) toastFailure(failure);
  });
  usePush('collect.ended', ({ purpose, sourceId, collection, failure, namesFailure }) => {
    // The collection screen shows it itself, and the person who stopped it knows.
    if (navigation.get().screen === 'collect' || failure?.kind === 'cancelled') return;
    // Details that came are seen where they were asked for.
    if (purpose === 'details' && !failure) return;
    const ended = collection?.status ?? 'failed';
    const status = ended === 'running' ? 'failed' : ended;
    const sources = queryClient.getQueryData<Source[]>(['sources.list', undefined]) ?? [];
    const name = sources.find(({ id }) => id === sourceId)?.name;
    toast({
      ...(name === undefined
        ? { title: `collect:ended.${status}` }
        : { title: `collect:ended.named.${status}`, params: { name } }),
      ...(namesFailure ? { text: 'collect:ended.noNames' } : {}),
      tone: status === 'complete' ? 'info' : 'danger',
      action: { label: 'collect:ended.look', onPress: () => goTo('collect') },
    });
  });
  usePush('menu.command', ({ command }) => {
    // A dialog has the keyboard for itself, and what it is doing is not left by a key.
    if (isDialogOpen()) return;
    if (command === 'settings' || command === 'shortcuts' || command === 'bundle') {
      openDialog(command);
    } else if (command === 'welcome') goTo('welcome');
    else if (!hasSession) return;
    else if (command === 'collect') goTo('collect');
    else if (command === 'export' || command === 'seal') openDialog(command);
    else {
      goTo('review');
      // The bar listens once its screen is there.
      requestAnimationFrame(() => focusQueryBar());
    }
  });
}
