import { defineTexts } from './texts.ts';
import type { FailureKind } from '../errors.ts';

/** For every kind of failure: what happened, and what to do next. */
type FailureTexts = Record<FailureKind, { what: string; next: string }>;

const en = {
  'service.unauthorized': {
    what: 'The service refused the token: it is wrong, expired or revoked.',
    next: 'Enter a new token for this source and test it.',
  },
  'service.scope': {
    what: 'The token lacks a scope: {{scope}}.',
    next: 'Issue a token with this scope as the workspace owner and enter it for this source.',
  },
  'service.plan': {
    what: 'The workspace’s plan does not include the audit log.',
    next: 'In Pachca it comes with the plan “Corporation”: ask the workspace owner.',
  },
  'service.rejected': {
    what: 'The service refused the request (status {{status}}{{code}}).',
    next: 'Check the filters and the period; if they are right, the service may have changed.',
  },
  'service.rate-limited': {
    what: 'The service keeps answering “too many requests”.',
    next: 'Something else may be using the same token. Wait a little and continue: nothing is lost.',
  },
  'service.unavailable': {
    what: 'The service is not working (status {{status}}).',
    next: 'Continue later: everything collected so far is kept.',
  },
  'service.not-json': {
    what: 'The address answered, but not with JSON.',
    next: 'Check the address: a login page or a proxy may stand in front of the service.',
  },
  'service.wrong-shape': {
    what: 'The answer does not look like this service’s.',
    next: 'Check the address and the kind of source.',
  },
  'service.redirected': {
    what: 'The service wanted to send the request to another address; the token was not sent there.',
    next: 'Check the address; enter the one the service really has.',
  },
  'service.too-large': {
    what: 'An answer of the service is larger than {{megabytes}} MB and was not read.',
    next: 'Collect a shorter period.',
  },
  'service.list-stuck': {
    what: 'The service gave the same page again and again: its list does not move on.',
    next: 'Collect this period again later, or collect it in shorter pieces.',
  },
  'service.window-full': {
    what: 'There are more events in one second than the service gives out ({{cap}}).',
    next: 'Nothing can be done from here: ask the service for a larger limit.',
  },
  'network.unreachable': {
    what: 'The service cannot be reached ({{code}}).',
    next: 'Check the network and the address, then continue: everything collected is kept.',
  },
  'network.timeout': {
    what: 'The service did not answer in time.',
    next: 'Continue later: everything collected so far is kept.',
  },
  'network.certificate': {
    what: 'The service’s certificate is not trusted ({{code}}).',
    next: 'Do not continue until the reason is known: somebody may be listening. Ask your administrator.',
  },
  'session.not-found': {
    what: 'The session file is no longer there.',
    next: 'It may have been moved or renamed: open it from its new place.',
  },
  'session.not-a-session': {
    what: 'This file is not a Vestigo session.',
    next: 'Choose a file that ends in .vestigo.',
  },
  'session.damaged': {
    what: 'The session file is damaged or was changed.',
    next: 'Nothing is shown from it. Open a copy or a sealed bundle of it.',
  },
  'session.newer-version': {
    what: 'The session was made by a newer version of Vestigo.',
    next: 'Install the newer version to open it; the file was not touched.',
  },
  'session.in-use': {
    what: 'The session is open in another window or program.',
    next: 'Close it there first.',
  },
  'session.wrong-key': {
    what: 'The passphrase or key does not open this session, or the file was changed.',
    next: 'Try the passphrase again. Without the right one nobody can open it.',
  },
  'session.no-key': {
    what: 'There is no key for this session in the keychain.',
    next: 'Enter its passphrase, or open it on the computer and account where it was made.',
  },
  'session.none-open': {
    what: 'No session is open.',
    next: 'Open a session or create a new one.',
  },
  'file.disk-full': {
    what: 'The disk is full.',
    next: 'Free some space and continue: everything saved before is intact.',
  },
  'file.read-only': {
    what: 'The disk or file is read-only.',
    next: 'Choose another folder, or remove the write protection.',
  },
  'file.not-permitted': {
    what: 'The system does not allow access to this file or folder.',
    next: 'Choose another folder, or change its permissions.',
  },
  'file.not-found': {
    what: 'The file was not found.',
    next: 'Check its name and folder.',
  },
  'file.exists': {
    what: 'A file with this name already exists; it was not overwritten.',
    next: 'Choose another name.',
  },
  'file.too-large': {
    what: 'A part of the file is larger than accepted.',
    next: 'Check that it is the right file.',
  },
  'file.unreadable': {
    what: 'The file cannot be read as events of this service (line {{line}}).',
    next: 'Saved API responses, arrays, NDJSON and this program’s own NDJSON are accepted, in UTF-8.',
  },
  'file.changed': {
    what: 'The file changed while it was being read.',
    next: 'Import it again when nothing is writing to it: events already imported are recognised.',
  },
  'bundle.changed': {
    what: 'The bundle is not what was sealed: {{reason}}.',
    next: 'Nothing was read from it. Ask the one who sealed it for another copy.',
  },
  'bundle.refused': {
    what: 'What is sealed in the bundle is no session of this program: {{reason}}.',
    next: 'Nothing is kept of it. Ask the one who sealed it how it was made.',
  },
  'bundle.no-key': {
    what: 'The bundle is encrypted.',
    next: 'Give the age identity or the passphrase it was encrypted to.',
  },
  'bundle.wrong-key': {
    what: 'The bundle was encrypted for another key or with another passphrase.',
    next: 'Give the age identity or the passphrase it was encrypted to.',
  },
  'keychain.absent': {
    what: 'There is no keychain service on this computer.',
    next: 'Protect the session with a passphrase; a token can be kept only until you quit.',
  },
  'keychain.locked': {
    what: 'The keychain is locked.',
    next: 'Unlock it in the system and try again.',
  },
  'keychain.no-entry': {
    what: 'The keychain has no entry for this.',
    next: 'For a source, enter the token again. A session opens where its key is kept: on the computer and account where it was made.',
  },
  'lock.wrong-secret': {
    what: 'That does not unlock the window.',
    next: 'Try again; after several wrong answers each takes longer.',
  },
  'window.locked': {
    what: 'The window is locked.',
    next: 'Unlock it first.',
  },
  'query.syntax': {
    what: 'Query error at position {{column}}: {{expected}}.',
    next: 'Correct it there; press ? for examples.',
  },
  'query.unknown-field': {
    what: 'There is no field “{{field}}” (position {{column}}).',
    next: 'Press ? for the list of fields; put the text in quotes to search for it as it is.',
  },
  'input.invalid': {
    what: 'This value is not valid: {{field}}.',
    next: 'Correct it and try again.',
  },
  'source.unknown': {
    what: 'This source no longer exists.',
    next: 'Add it again.',
  },
  'source.no-token': {
    what: 'There is no token for this source.',
    next: 'Enter it under “Sources”.',
  },
  'source.address-changed': {
    what: 'The token belongs to another address and was not sent.',
    next: 'Enter the token for the new address.',
  },
  cancelled: {
    what: 'Cancelled.',
    next: 'Everything done so far is kept.',
  },
  internal: {
    what: 'Something unexpected happened inside the program ({{type}}).',
    next: 'Try again. If it happens again, report it with the program’s version.',
  },
} satisfies FailureTexts;

const ru: FailureTexts = {
  'service.unauthorized': {
    what: 'Сервис не принял токен: он неверный, истёк или отозван.',
    next: 'Введите новый токен для этого источника и проверьте его.',
  },
  'service.scope': {
    what: 'У токена нет права {{scope}}.',
    next: 'Выпустите токен с этим правом от имени владельца пространства и введите его для источника.',
  },
  'service.plan': {
    what: 'Тариф пространства не включает журнал аудита.',
    next: 'В Пачке он доступен на тарифе «Корпорация»: обратитесь к владельцу пространства.',
  },
  'service.rejected': {
    what: 'Сервис отклонил запрос (статус {{status}}{{code}}).',
    next: 'Проверьте фильтры и период; если они верны, сервис мог измениться.',
  },
  'service.rate-limited': {
    what: 'Сервис продолжает отвечать «слишком много запросов».',
    next: 'Возможно, тем же токеном пользуется кто-то ещё. Подождите и продолжите: ничего не потеряно.',
  },
  'service.unavailable': {
    what: 'Сервис не работает (статус {{status}}).',
    next: 'Продолжите позже: всё собранное сохранено.',
  },
  'service.not-json': {
    what: 'По этому адресу отвечают, но не в формате JSON.',
    next: 'Проверьте адрес: перед сервисом может стоять страница входа или прокси.',
  },
  'service.wrong-shape': {
    what: 'Ответ не похож на ответ этого сервиса.',
    next: 'Проверьте адрес и вид источника.',
  },
  'service.redirected': {
    what: 'Сервис хотел перенаправить запрос на другой адрес; токен туда не отправлен.',
    next: 'Проверьте адрес и введите настоящий адрес сервиса.',
  },
  'service.too-large': {
    what: 'Ответ сервиса больше {{megabytes}} МБ и не был прочитан.',
    next: 'Соберите более короткий период.',
  },
  'service.list-stuck': {
    what: 'Сервис снова и снова отдаёт одну и ту же страницу: список не продвигается.',
    next: 'Обновите этот период позже или соберите его меньшими частями.',
  },
  'service.window-full': {
    what: 'В одной секунде больше событий, чем сервис отдаёт ({{cap}}).',
    next: 'Отсюда этого не исправить: попросите у сервиса больший предел.',
  },
  'network.unreachable': {
    what: 'Сервис недоступен ({{code}}).',
    next: 'Проверьте сеть и адрес и продолжите: всё собранное сохранено.',
  },
  'network.timeout': {
    what: 'Сервис не ответил вовремя.',
    next: 'Продолжите позже: всё собранное сохранено.',
  },
  'network.certificate': {
    what: 'Сертификату сервиса нельзя доверять ({{code}}).',
    next: 'Не продолжайте, пока причина не ясна: соединение могут прослушивать. Обратитесь к администратору.',
  },
  'session.not-found': {
    what: 'Файла сессии больше нет на месте.',
    next: 'Возможно, его перенесли или переименовали: откройте его с нового места.',
  },
  'session.not-a-session': {
    what: 'Этот файл — не сессия Vestigo.',
    next: 'Выберите файл с расширением .vestigo.',
  },
  'session.damaged': {
    what: 'Файл сессии повреждён или изменён.',
    next: 'Ничего из него не показано. Откройте копию или запечатанный пакет.',
  },
  'session.newer-version': {
    what: 'Сессия создана более новой версией Vestigo.',
    next: 'Установите её, чтобы открыть сессию; файл не изменён.',
  },
  'session.in-use': {
    what: 'Сессия открыта в другом окне или программе.',
    next: 'Сначала закройте её там.',
  },
  'session.wrong-key': {
    what: 'Парольная фраза или ключ не подходят к этой сессии, либо файл изменён.',
    next: 'Введите фразу ещё раз. Без верной фразы сессию не откроет никто.',
  },
  'session.no-key': {
    what: 'В связке ключей нет ключа этой сессии.',
    next: 'Введите парольную фразу или откройте сессию на том компьютере, где она создана.',
  },
  'session.none-open': {
    what: 'Сессия не открыта.',
    next: 'Откройте сессию или создайте новую.',
  },
  'file.disk-full': {
    what: 'На диске нет места.',
    next: 'Освободите место и продолжите: всё сохранённое раньше цело.',
  },
  'file.read-only': {
    what: 'Диск или файл доступен только для чтения.',
    next: 'Выберите другую папку или снимите защиту от записи.',
  },
  'file.not-permitted': {
    what: 'Система не даёт доступа к этому файлу или папке.',
    next: 'Выберите другую папку или измените права.',
  },
  'file.not-found': {
    what: 'Такого файла нет.',
    next: 'Проверьте имя и папку.',
  },
  'file.exists': {
    what: 'Файл с таким именем уже есть, он не перезаписан.',
    next: 'Выберите другое имя.',
  },
  'file.too-large': {
    what: 'Часть файла больше допустимого.',
    next: 'Проверьте, тот ли это файл.',
  },
  'file.unreadable': {
    what: 'Файл не читается как события этого сервиса (строка {{line}}).',
    next: 'Подходят сохранённые ответы API, массивы, NDJSON и собственный NDJSON программы, в UTF-8.',
  },
  'file.changed': {
    what: 'Файл изменился, пока его читали.',
    next: 'Импортируйте его ещё раз, когда в него никто не пишет: принятые события не повторятся.',
  },
  'bundle.changed': {
    what: 'Пакет не тот, что был запечатан: {{reason}}.',
    next: 'Из него ничего не прочитано. Попросите того, кто его запечатал, прислать другую копию.',
  },
  'bundle.refused': {
    what: 'Запечатанное в пакете — не сессия этой программы: {{reason}}.',
    next: 'Из него ничего не сохранено. Спросите того, кто его запечатал, как он сделан.',
  },
  'bundle.no-key': {
    what: 'Пакет зашифрован.',
    next: 'Укажите ключ age или парольную фразу, для которых он зашифрован.',
  },
  'bundle.wrong-key': {
    what: 'Пакет зашифрован для другого ключа или с другой парольной фразой.',
    next: 'Укажите ключ age или парольную фразу, для которых он зашифрован.',
  },
  'keychain.absent': {
    what: 'На этом компьютере нет связки ключей.',
    next: 'Защитите сессию парольной фразой; токен можно держать только до выхода из программы.',
  },
  'keychain.locked': {
    what: 'Связка ключей заблокирована.',
    next: 'Разблокируйте её в системе и повторите попытку.',
  },
  'keychain.no-entry': {
    what: 'В связке ключей нет нужной записи.',
    next: 'Для источника введите токен ещё раз. Сессия открывается там, где хранится её ключ: на том компьютере и в той учётной записи, где её создали.',
  },
  'lock.wrong-secret': {
    what: 'Окно этим не открывается.',
    next: 'Попробуйте ещё раз; после нескольких ошибок каждая попытка длится дольше.',
  },
  'window.locked': {
    what: 'Окно заблокировано.',
    next: 'Сначала разблокируйте его.',
  },
  'query.syntax': {
    what: 'Ошибка в запросе, позиция {{column}}: {{expected}}.',
    next: 'Исправьте его там; примеры — по клавише ?.',
  },
  'query.unknown-field': {
    what: 'Нет поля «{{field}}» (позиция {{column}}).',
    next: 'Список полей — по клавише ?; чтобы искать текст как есть, возьмите его в кавычки.',
  },
  'input.invalid': {
    what: 'Недопустимое значение: {{field}}.',
    next: 'Исправьте его и повторите.',
  },
  'source.unknown': {
    what: 'Этого источника больше нет.',
    next: 'Добавьте его снова.',
  },
  'source.no-token': {
    what: 'Для этого источника нет токена.',
    next: 'Введите его в разделе «Источники».',
  },
  'source.address-changed': {
    what: 'Токен относится к другому адресу и не отправлен.',
    next: 'Введите токен для нового адреса.',
  },
  cancelled: {
    what: 'Отменено.',
    next: 'Всё, что сделано, сохранено.',
  },
  internal: {
    what: 'Внутри программы случилось непредвиденное ({{type}}).',
    next: 'Повторите. Если случится снова, сообщите об этом, указав версию программы.',
  },
};

export const failures = defineTexts(en, ru);
