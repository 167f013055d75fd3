const russian = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';
const latinLetters =
  'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya'.split(' ');

/** Russian in Latin letters and lower case, as nicknames are made. */
export function latin(text: string): string {
  return text.toLowerCase().replaceAll(/[а-яё]/g, (letter) => {
    const found = latinLetters[russian.indexOf(letter)] ?? '';
    return found === '-' ? '' : found;
  });
}
