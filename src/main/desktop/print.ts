import { randomUUID } from 'node:crypto';
import { BrowserWindow, session as sessions } from 'electron';
import { lock } from './lockdown.ts';
import { HOME_URL, SCHEME } from './policy.ts';

/** Belongs to a page that is printed: its own style and nothing else. */
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  'X-Content-Type-Options': 'nosniff',
};

/** From here on Chromium writes page numbers by the page's own style. */
const writesMargins = 131;

/**
 * Prints a whole page as PDF on A4, in a hidden window of its own: sandboxed, without script, with a
 * session that knows this one page and no network.
 */
export async function printPage(html: string): Promise<Uint8Array> {
  const own = sessions.fromPartition(`print-${randomUUID()}`, { cache: false });
  lock(own);
  own.protocol.handle(SCHEME, () => new Response(html, { headers }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
      images: false,
      spellcheck: false,
      devTools: false,
    },
  });
  try {
    await window.loadURL(HOME_URL);
    const ownMargins = Number.parseInt(process.versions.chrome, 10) >= writesMargins;
    return await window.webContents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      displayHeaderFooter: !ownMargins,
      headerTemplate: line('<span class="title"></span>'),
      footerTemplate: line('<span class="pageNumber"></span> / <span class="totalPages"></span>'),
    });
  } finally {
    window.destroy();
    own.protocol.unhandle(SCHEME);
  }
}

/** Chromium fills in the title and the numbers, as text. */
function line(content: string): string {
  return `<div style="font: 8px sans-serif; color: #55616d; width: 100%; padding: 0 17mm; text-align: right">${content}</div>`;
}
