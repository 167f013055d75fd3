/** What there is to read in a page, tags and runs of blanks gone, characters as they are. */
export function textOf(html: string): string {
  return html
    .replace(/^[^]*?<body>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&ensp;', ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}

/** Its elements and the names of their attributes, in order; texts, numbers and lengths left out. */
export function structureOf(html: string): { tags: string[]; attributes: string[] } {
  const body = html.replace(/<style>[^]*?<\/style>/, '');
  const found = [...body.matchAll(/<(\/?[a-z][\w-]*|!\w+)([^>]*)>/gi)];
  return {
    tags: found.map(([, tag = '']) => tag.toLowerCase()),
    attributes: found.flatMap(([, , rest = '']) =>
      [...rest.replaceAll(/"[^"]*"/g, '""').matchAll(/([\w:-]+)(?:=|(?=[\s>/]|$))/g)].map(
        ([, name = '']) => name.toLowerCase(),
      ),
    ),
  };
}
