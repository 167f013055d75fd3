/**
 * The whole look of a report, on paper and on a screen. No font and no picture comes with it. It
 * stands in the file's one style element, whose hash the file's policy names: no other style acts.
 */
export const style = `
:root { --ink: #1b2127; --soft: #55616d; --line: #d9dee3; --faint: #f3f5f7; --accent: #0b7767;
  --amber: #9a6b00; --red: #b1342a; --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria,
  Georgia, 'PT Serif', 'Noto Serif', 'DejaVu Serif', serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace; }
* { box-sizing: border-box; }
html { color-scheme: light; background: #e9ecef; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 210mm; padding: 18mm 17mm 22mm; background: #fff; color: var(--ink);
  font: 10.5pt/1.5 var(--sans); overflow-wrap: break-word; hyphens: manual;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { font-size: 25pt; margin: 2mm 0 6mm; letter-spacing: -0.01em; }
h2 { font-size: 15.5pt; margin: 12mm 0 4mm; padding-top: 4mm; border-top: 1px solid var(--ink); }
h2 .no { color: var(--soft); font-weight: 400; margin-right: 0.55em; }
h3 { font-size: 11.5pt; margin: 7mm 0 2mm; }
p { margin: 0 0 3mm; max-width: 150mm; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
code { font-family: var(--mono); font-size: 0.88em; }
code, .hash, .said, .what { overflow-wrap: anywhere; }
h1, dd { overflow-wrap: anywhere; }
table code { color: var(--soft); }
.kicker { font-size: 8.5pt; letter-spacing: 0.09em; text-transform: uppercase; color: var(--accent);
  margin: 0; font-weight: 600; }
.lead { font: 13pt/1.45 var(--serif); margin: 0 0 6mm; max-width: none; }
.note, .faint { color: var(--soft); }
.note { font-size: 9pt; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.said { white-space: pre-wrap; unicode-bidi: isolate; }
td.num + td { padding-left: 4mm; } th.num + th { padding-left: 4mm; }
time { font-variant-numeric: tabular-nums; }

dl.facts { display: grid; grid-template-columns: minmax(28mm, max-content) 1fr; gap: 1.3mm 6mm; margin: 0 0 5mm; }
dl.facts.wide { grid-template-columns: 52mm 1fr; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; }
nav ol { columns: 2; column-gap: 10mm; padding: 0; margin: 0; list-style: none; font-size: 9.5pt; }
nav li { padding: 0.7mm 0; break-inside: avoid; }
nav .no { display: inline-block; min-width: 6mm; color: var(--soft); }
nav h2 { font: 600 8.5pt/1.4 var(--sans); letter-spacing: 0.09em; text-transform: uppercase;
  color: var(--soft); border: 0; padding: 0; margin: 7mm 0 2mm; }

.verdict { border-left: 3px solid var(--accent); background: #eef7f5; padding: 3.5mm 5mm; margin: 6mm 0; }
.verdict.but { border-color: var(--amber); background: #fbf5e6; }
.verdict.no, .verdict.nothing, .verdict.changed { border-color: var(--red); background: #fbedeb; }
.verdict .label { font: 600 8.5pt/1.4 var(--sans); letter-spacing: 0.06em; text-transform: uppercase;
  color: var(--soft); margin: 0 0 1mm; }
.verdict p { margin: 0; max-width: none; }
.verdict strong { font-weight: 600; }
.masked { border: 1px dashed var(--soft); padding: 3mm 5mm; margin: 5mm 0; font-size: 9.5pt; }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(33mm, 1fr)); gap: 0; margin: 0 0 5mm;
  border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.figures div { padding: 3mm 4mm 3mm 0; }
.figures dt { font-size: 8.5pt; color: var(--soft); }
.figures dd { margin: 0; font: 600 17pt/1.25 var(--serif); font-variant-numeric: tabular-nums lining-nums; }
.figures dd small { display: block; font: 400 8.5pt/1.3 var(--sans); color: var(--soft); }

table { border-collapse: collapse; width: 100%; margin: 0 0 5mm; font-size: 9pt; line-height: 1.4; }
caption, figcaption { text-align: left; font: 600 10pt/1.3 var(--sans); padding: 0 0 2mm; }
th { text-align: left; font-weight: 600; }
thead th { color: var(--soft); font-weight: 500; font-size: 8.5pt; border-bottom: 1px solid var(--ink); }
th, td { padding: 1.4mm 3mm 1.4mm 0; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th.num { text-align: right; }
tbody td, tbody th { border-bottom: 1px solid var(--line); }
tbody th { font-weight: 500; }
.state { white-space: nowrap; }
.state::before { content: ''; display: inline-block; width: 7px; height: 7px; border-radius: 50%;
  margin-right: 2mm; background: var(--accent); }
.state.partial::before, .state.running::before, .state.pending::before { background: #d69a1c; }
.state.failed::before { background: var(--red); }
.state.none::before { background: #fff; border: 1.5px solid var(--soft); }

figure { margin: 0 0 6mm; }
figure svg, .timeline svg { display: block; width: 100%; height: auto; }
.axis { font: 8.5px var(--sans); fill: #55616d; }
.grid { stroke: #e4e8ec; stroke-width: 1; }
.tick { stroke: #8b96a3; stroke-width: 1; }
.column { fill: #2f8f80; }
.cover.complete { fill: #0b8672; }
.cover.partial { fill: #e6b552; }
.cover.failed { fill: #d8574d; }
.cover.none { fill: #f3f5f7; stroke: #aab4be; stroke-width: 0.6; }
.hatch { fill: none; stroke: #8b96a3; stroke-width: 1; }
.hatch.faint { stroke: #dde2e7; }
.hatch.light { stroke: #fff; stroke-opacity: 0.75; }
.key { font-size: 8.5pt; color: var(--soft); }
.key span { white-space: nowrap; margin-left: 4mm; }
.key svg { display: inline-block; width: 16px; height: 9px; margin-right: 1.5mm; }

.bars td, .bars th { border: 0; padding: 0.7mm 3mm 0.7mm 0; vertical-align: middle; }
.bars th { font-weight: 400; width: 52%; }
.bars .bar { width: 30%; }
.bars svg { display: block; width: 100%; height: 7px; }
.bar-fill { fill: #2f8f80; }
.bars .left th, .bars .left td { color: var(--soft); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 8mm; margin-top: 3mm; align-items: start; }
.week { table-layout: fixed; }
.week th, .week td { border: 0; padding: 0; text-align: center; height: 6mm; vertical-align: middle; font-weight: 400; }
.week thead th { font-size: 7.5pt; height: 5mm; border: 0; }
.week th:first-child { width: 9mm; text-align: left; }
.week .num, .week th:last-child { width: 17mm; text-align: right; }
.week .between { color: transparent; }
.week td[class^='s'] { border: 1px solid #fff; }
.s0 { background: #f3f5f7; } .s1 { background: #dcefeb; } .s2 { background: #b5ddd5; }
.s3 { background: #86c6ba; } .s4 { background: #55aa9b; } .s5 { background: #2a8b7c; } .s6 { background: #0a6a5c; }

.tag { display: inline-block; font-size: 8.5pt; line-height: 1.35; padding: 0.1mm 2mm; margin: 0 1.2mm 0.6mm 0;
  border: 1px solid currentColor; border-radius: 3px; unicode-bidi: isolate; }
.t0 { color: #a8281f; } .t1 { color: #1a5f9c; } .t2 { color: #276827; } .t3 { color: #7a4f00; }
.t4 { color: #6541c4; } .t5 { color: #0a6a5c; } .t6 { color: #a02070; } .t7 { color: #7f4218; } .t8 { color: #4d5b69; }
.finding { border-left: 3px solid var(--line); padding: 0 0 1mm 5mm; margin: 0 0 7mm; }
.finding.t0 { border-color: #a8281f; } .finding.t1 { border-color: #1a5f9c; } .finding.t2 { border-color: #276827; }
.finding.t3 { border-color: #b07a00; } .finding.t4 { border-color: #6541c4; } .finding.t5 { border-color: #0a6a5c; }
.finding.t6 { border-color: #a02070; } .finding.t7 { border-color: #7f4218; } .finding.t8 { border-color: #4d5b69; }
.finding > * { color: var(--ink); }
.finding h3 { margin: 0 0 0.5mm; }
.finding .when { font-size: 9.5pt; margin: 0 0 1.5mm; color: var(--soft); }
.finding blockquote { margin: 2mm 0; padding: 0; font: 11pt/1.45 var(--serif); }
.finding blockquote footer { font: 8.5pt/1.4 var(--sans); color: var(--soft); }
.finding dl.facts { font-size: 9pt; gap: 0.6mm 5mm; margin: 2mm 0 0; grid-template-columns: 36mm 1fr; }
.events { font-size: 8pt; table-layout: fixed; }
.events tbody { border-bottom: 1px solid var(--line); break-inside: avoid; }
.events td { padding: 0.8mm 3mm 0.8mm 0; border: 0; }
.events tr + tr td { padding-top: 0; }
.events .what { color: var(--soft); unicode-bidi: isolate; }
.events .c-no { width: 10mm; } .events .c-time { width: 43mm; } .events .c-event { width: 53mm; }
.events .c-actor { width: 44mm; }
.ledger td, .ledger th { border: 0; }
.ledger tbody { border-bottom: 1px solid var(--line); break-inside: avoid; }
.ledger .more td { padding-top: 0; color: var(--soft); font-size: 8.5pt; }
.ledger .more p { margin: 0 0 0.4mm; max-width: none; }
.hash { font-family: var(--mono); font-size: 8pt; }
.proves { display: grid; grid-template-columns: 1fr 1fr; gap: 0 10mm; }
.proves ul { margin: 0; padding-left: 4.5mm; }
.proves li { margin-bottom: 1.5mm; }
.proves h3 { margin-top: 0; }
.end { margin-top: 12mm; padding-top: 3mm; border-top: 1px solid var(--line); font-size: 8.5pt; color: var(--soft); }

@media (max-width: 720px) {
  body { padding: 8mm 5mm; }
  .pair, .proves { grid-template-columns: 1fr; }
  nav ol { columns: 1; }
}
@page { size: A4; margin: 18mm 17mm 18mm; }
@media print {
  html { background: none; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h2, h3, caption, figcaption { break-after: avoid; }
  thead { display: table-header-group; }
  .finding header { break-after: avoid; }
  .finding blockquote, dt, dd, li, tr, figure, .bars, .week, .keep, .verdict, .figures, .masked { break-inside: avoid; }
  a { text-decoration: none; }
  .appendix { break-before: page; }
}
`;

/**
 * Page numbers, and the title on every page but the first, by the file itself. Of the title only
 * letters, digits and blanks go into the style as they are.
 */
export function pageMargins(title: string): string {
  const text = title.replaceAll(
    /[^\p{L}\p{N} ]/gu,
    (sign) => `\\${(sign.codePointAt(0) ?? 0).toString(16)} `,
  );
  const look = 'font: 8pt system-ui, sans-serif; color: #55616d;';
  return `
@page { @bottom-right { content: counter(page) ' / ' counter(pages); ${look} } @top-left { content: '${text}'; ${look} } }
@page :first { @top-left { content: none; } }
`;
}
