import { defineTexts } from './texts.ts';
/**
 * Pachca's 45 event keys as its specification explains them, Jay Guard's actions, what each means for
 * somebody who investigates, and the keys of `details`. The sets are open: a key without words is
 * shown as it is.
 */
export const events = defineTexts(
  {
    keys: {
      user_login: 'User logged in successfully',
      user_logout: 'User logged out',
      user_2fa_fail: 'Failed two-factor authentication attempt',
      user_2fa_success: 'Successful two-factor authentication',
      user_created: 'New user account created',
      user_deleted: 'User account deleted',
      user_role_changed: 'User role changed',
      user_updated: 'User data updated',
      tag_created: 'New tag created',
      tag_deleted: 'Tag deleted',
      user_added_to_tag: 'User added to tag',
      user_removed_from_tag: 'User removed from tag',
      chat_created: 'New chat created',
      chat_renamed: 'Chat renamed',
      chat_permission_changed: 'Chat access permissions changed',
      user_chat_join: 'User joined the chat',
      user_chat_leave: 'User left the chat',
      tag_added_to_chat: 'Tag added to chat',
      tag_removed_from_chat: 'Tag removed from chat',
      message_updated: 'Message edited',
      message_deleted: 'Message deleted',
      message_created: 'Message created',
      reaction_created: 'Reaction added',
      reaction_deleted: 'Reaction removed',
      thread_created: 'Thread created',
      access_token_created: 'New access token created',
      access_token_updated: 'Access token updated',
      access_token_destroy: 'Access token deleted',
      kms_encrypt: 'Data encrypted',
      kms_decrypt: 'Data decrypted',
      audit_events_accessed: 'Audit logs accessed',
      dlp_violation_detected: 'DLP rule violation detected',
      search_users_api: 'Employee search via API',
      search_chats_api: 'Chat search via API',
      search_messages_api: 'Message search via API',
      bot_scopes_updated: 'Bot token scopes changed',
      bot_webhook_settings_updated: 'Bot outgoing webhook settings changed',
      bot_token_recreated: 'Bot token recreated (rotation)',
      bot_deleted: 'Bot deleted',
      bot_oauth_client_updated: 'Bot OAuth client settings changed',
      oauth_authorization_granted: 'User granted an OAuth client access to their data',
      oauth_authorization_revoked: 'An OAuth client’s access to user data was revoked',
      video_call_started: 'Video call started',
      video_call_finished: 'Video call finished',
      video_call_recording_ready: 'Video call recording ready',
      allow: 'Request allowed',
      redact: 'Personal data masked',
      deny: 'Request refused',
      block: 'Request blocked',
    },
    meanings: {
      user_login: 'Somebody signed in. Compare address and agent with this person’s usual ones.',
      user_logout: 'A session was ended, by the person or because it ran out.',
      user_2fa_fail:
        'The second factor was not accepted. Several in a row, or from a new address, look like somebody who has got past the first step only.',
      user_2fa_success:
        'The second factor was right. After a row of failures: somebody got through.',
      user_created: 'A new account exists. Who made it, and was it expected?',
      user_deleted: 'An account was removed; its access ends. What it did before stays in the log.',
      user_role_changed:
        'Somebody’s role in the company changed: the details hold the former and the new one and who did it. A new administrator or owner is worth a question.',
      user_updated: 'Data of a profile changed; the details name the fields, not their values.',
      tag_created: 'A tag — a group of people — was made.',
      tag_deleted: 'A tag was removed, and with it whatever access it gave to chats.',
      user_added_to_tag:
        'Somebody joined a group: with it come the chats that the group is in. The details say who did it.',
      user_removed_from_tag:
        'Somebody was taken out of a group and may lose its chats. The details say who did it.',
      chat_created: 'A chat or channel was opened; its id stands as the target.',
      chat_renamed:
        'A chat got another name; the details hold both. A name alone may hide what a chat is for.',
      chat_permission_changed:
        'Who may enter the chat changed. “Open to everyone” lets every employee read it.',
      user_chat_join:
        'Somebody is in the chat from now on and can read it. The details say who invited.',
      user_chat_leave: 'Somebody left the chat or was taken out; the details say who did it.',
      tag_added_to_chat: 'All members of a tag can read the chat from now on.',
      tag_removed_from_chat:
        'The members of a tag lose the chat, unless they are in it by themselves.',
      message_created: 'A message was sent. Its text is not in the log, only its id.',
      message_updated: 'A message was changed after it had been sent. Neither text is in the log.',
      message_deleted:
        'A message was deleted. Many in a short time can be somebody clearing away traces.',
      reaction_created: 'Somebody reacted to a message: a sign that it was read.',
      reaction_deleted: 'Somebody took a reaction back.',
      thread_created: 'Somebody began a thread under a message.',
      access_token_created:
        'Somebody made a key to the API. Whoever has it reads and writes with these scopes, without a password and a second factor.',
      access_token_updated:
        'The scopes of a key to the API changed: it may be able to do more than before.',
      access_token_destroy: 'A key to the API was removed and works no more.',
      kms_encrypt:
        'Data of a message was encrypted with a key of the company; the details name chat, message and reason.',
      kms_decrypt:
        'Data of a message was decrypted with a key of the company, so that it can be read. The reason stands in the details.',
      audit_events_accessed:
        'Somebody read this audit log, over the API. Every request of a collection leaves such an event by the owner of its token.',
      dlp_violation_detected:
        'A DLP rule caught a message: the details name rule, chat and author. A rule that only blocks leaves no event, so silence here is no proof.',
      search_users_api:
        'The list of employees was searched over the API. Many pages in a row look like copying it all.',
      search_chats_api:
        'Chats were searched over the API. The text searched for is not in the log, only whether there was one.',
      search_messages_api:
        'Messages were searched over the API. A search without a text, page after page, is reading everything.',
      bot_scopes_updated:
        'The scopes of a bot changed: the details hold those added and those removed.',
      bot_webhook_settings_updated:
        'Where a bot sends what it sees changed. An address outside the company would mean that it goes there.',
      bot_token_recreated:
        'A bot got a new key; the old one works no more. Expected, or did somebody take it over?',
      bot_deleted: 'A bot was removed, and its key with it.',
      bot_oauth_client_updated:
        'Settings of an application that people let into their data changed, such as where it sends them back to.',
      oauth_authorization_granted:
        'Somebody let an application at their data: it acts in their name with these scopes until that is revoked.',
      oauth_authorization_revoked:
        'An application lost access to somebody’s data; the details say how many tokens ended.',
      video_call_started: 'A call began in a chat. Who took part is not in the log.',
      video_call_finished:
        'A call ended; the details hold its length and how many were there at once.',
      video_call_recording_ready:
        'The recording of a call is ready as a file; the details hold its number, length and size.',
      allow:
        'Jay Guard let it through as it was: nothing was found, or nothing that called for more.',
      redact: 'Jay Guard masked what it found before the text went on.',
      deny: 'Jay Guard refused it: the request did not go on to the model, or the answer not to the person.',
      block:
        'Jay Guard blocked it: the request did not go on to the model, or the answer not to the person.',
    },
    details: {
      initiator_id: 'Who did it (ID)',
      inviter_id: 'Who invited (ID)',
      new_company_role: 'New role',
      previous_company_role: 'Former role',
      changed_attrs: 'Changed fields',
      context: 'Context',
      name: 'Name',
      old_name: 'Former name',
      new_name: 'New name',
      public_access: 'Open to everyone',
      chat_id: 'Chat (ID)',
      tag_name: 'Tag',
      scopes: 'Token scopes',
      message_id: 'Message (ID)',
      reason: 'Reason',
      dlp_rule_id: 'DLP rule (ID)',
      dlp_rule_name: 'DLP rule',
      user_id: 'User (ID)',
      action_message: 'Message to the user',
      conditions_matched: 'Conditions matched',
      search_type: 'Kind of search',
      query_present: 'Has a search text',
      cursor_present: 'Next page of results',
      limit: 'Page size',
      filters: 'Filters',
      'filters.order': 'Order of results',
      'filter.id': 'Filter (ID)',
      added_scopes: 'Added scopes',
      removed_scopes: 'Removed scopes',
      changes: 'Changes',
      bot_id: 'Bot (ID)',
      actor_id: 'Actor (ID)',
      client_id: 'OAuth client (ID)',
      revoked_tokens_count: 'Tokens revoked',
      started_message_id: 'Message of the start (ID)',
      duration: 'Duration, s',
      max_members_count: 'Most participants',
      recording_id: 'Recording (ID)',
      file_id: 'File (ID)',
      size: 'Size, bytes',
      actionEntityKey: 'Entity that led to the action',
      threshold: 'Threshold',
    },
  },
  {
    keys: {
      user_login: 'Пользователь успешно вошёл в систему',
      user_logout: 'Пользователь вышел из системы',
      user_2fa_fail: 'Неудачная попытка двухфакторной аутентификации',
      user_2fa_success: 'Успешная двухфакторная аутентификация',
      user_created: 'Создана новая учётная запись пользователя',
      user_deleted: 'Учётная запись пользователя удалена',
      user_role_changed: 'Роль пользователя была изменена',
      user_updated: 'Данные пользователя обновлены',
      tag_created: 'Создан новый тег',
      tag_deleted: 'Тег удалён',
      user_added_to_tag: 'Пользователь добавлен в тег',
      user_removed_from_tag: 'Пользователь удалён из тега',
      chat_created: 'Создан новый чат',
      chat_renamed: 'Чат переименован',
      chat_permission_changed: 'Изменены права доступа к чату',
      user_chat_join: 'Пользователь присоединился к чату',
      user_chat_leave: 'Пользователь покинул чат',
      tag_added_to_chat: 'Тег добавлен в чат',
      tag_removed_from_chat: 'Тег удалён из чата',
      message_updated: 'Сообщение отредактировано',
      message_deleted: 'Сообщение удалено',
      message_created: 'Сообщение создано',
      reaction_created: 'Реакция добавлена',
      reaction_deleted: 'Реакция удалена',
      thread_created: 'Тред создан',
      access_token_created: 'Создан новый токен доступа',
      access_token_updated: 'Токен доступа обновлён',
      access_token_destroy: 'Токен доступа удалён',
      kms_encrypt: 'Данные зашифрованы',
      kms_decrypt: 'Данные расшифрованы',
      audit_events_accessed: 'Доступ к журналам аудита получен',
      dlp_violation_detected: 'Срабатывание правила DLP-системы',
      search_users_api: 'Поиск сотрудников через API',
      search_chats_api: 'Поиск чатов через API',
      search_messages_api: 'Поиск сообщений через API',
      bot_scopes_updated: 'Изменены права токена бота',
      bot_webhook_settings_updated: 'Изменены настройки исходящего вебхука бота',
      bot_token_recreated: 'Токен бота перевыпущен (ротация)',
      bot_deleted: 'Бот удалён',
      bot_oauth_client_updated: 'Изменены параметры OAuth-клиента бота',
      oauth_authorization_granted: 'Пользователь выдал OAuth-клиенту доступ к своим данным',
      oauth_authorization_revoked: 'Доступ OAuth-клиента к данным пользователя отозван',
      video_call_started: 'Видеозвонок начат',
      video_call_finished: 'Видеозвонок завершён',
      video_call_recording_ready: 'Запись видеозвонка готова',
      allow: 'Запрос пропущен',
      redact: 'Данные замаскированы',
      deny: 'Запрос отклонён',
      block: 'Запрос заблокирован',
    },
    meanings: {
      user_login: 'Человек вошёл в систему. Сравните адрес и клиент с обычными для него.',
      user_logout: 'Сеанс завершён: человек вышел сам или срок сеанса истёк.',
      user_2fa_fail:
        'Второй фактор не принят. Несколько подряд или с нового адреса похожи на того, кто прошёл только первый шаг.',
      user_2fa_success:
        'Второй фактор подтверждён. После череды неудач это значит, что кто-то прошёл.',
      user_created: 'Появилась новая учётная запись. Кто её создал и ждали ли её?',
      user_deleted:
        'Учётная запись удалена, её доступ закончился. То, что она делала раньше, в журнале остаётся.',
      user_role_changed:
        'Изменилась роль человека в компании: в деталях прежняя и новая роль и кто её сменил. Новый администратор или владелец — повод спросить.',
      user_updated: 'Изменены данные профиля; в деталях названы поля, но не их значения.',
      tag_created: 'Создан тег — группа сотрудников.',
      tag_deleted: 'Тег удалён, а с ним и доступ к чатам, который он давал.',
      user_added_to_tag:
        'Человек добавлен в группу, вместе с ней ему открылись её чаты. В деталях — кто это сделал.',
      user_removed_from_tag:
        'Человека убрали из группы, он мог потерять её чаты. В деталях — кто это сделал.',
      chat_created: 'Открыт чат или канал; его номер указан как объект.',
      chat_renamed:
        'У чата другое название, в деталях оба. Переименование может скрывать, для чего чат.',
      chat_permission_changed:
        'Изменилось, кто может войти в чат. «Открыт для всех» — его может читать любой сотрудник.',
      user_chat_join: 'Человек теперь в чате и может его читать. В деталях — кто пригласил.',
      user_chat_leave: 'Человек вышел из чата или его исключили; в деталях — кто это сделал.',
      tag_added_to_chat: 'Теперь чат могут читать все, кто входит в тег.',
      tag_removed_from_chat: 'Участники тега теряют доступ к чату, если не состоят в нём сами.',
      message_created: 'Отправлено сообщение. Текста в журнале нет, только номер.',
      message_updated:
        'Сообщение изменили после отправки. В журнале нет ни старого, ни нового текста.',
      message_deleted:
        'Сообщение удалено. Много удалений за короткое время бывает, когда заметают следы.',
      reaction_created: 'Человек отреагировал на сообщение — значит, видел его.',
      reaction_deleted: 'Человек убрал свою реакцию.',
      thread_created: 'Под сообщением начато обсуждение.',
      access_token_created:
        'Создан ключ к API. Тот, у кого он есть, читает и пишет с указанными правами без пароля и второго фактора.',
      access_token_updated: 'Изменились права ключа к API: возможно, ему теперь можно больше.',
      access_token_destroy: 'Ключ к API удалён и больше не действует.',
      kms_encrypt:
        'Данные сообщения зашифрованы ключом компании; в деталях чат, сообщение и причина.',
      kms_decrypt:
        'Данные сообщения расшифрованы ключом компании, то есть могут быть прочитаны. Причина указана в деталях.',
      audit_events_accessed:
        'Кто-то читал этот журнал аудита через API. Каждый запрос при сборе оставляет такое событие от владельца токена.',
      dlp_violation_detected:
        'Правило DLP сработало на сообщение: в деталях правило, чат и автор. Правило, которое только блокирует, события не оставляет, поэтому тишина здесь ничего не доказывает.',
      search_users_api:
        'Через API искали сотрудников. Много страниц подряд похоже на выгрузку всего списка.',
      search_chats_api:
        'Через API искали чаты. Самого текста поиска в журнале нет — только был ли он.',
      search_messages_api:
        'Через API искали сообщения. Поиск без текста, страница за страницей, — это чтение всего подряд.',
      bot_scopes_updated: 'Права бота изменены: добавленные и убранные — в деталях.',
      bot_webhook_settings_updated:
        'Изменилось, куда бот отправляет то, что видит. Внешний адрес значил бы, что всё это уходит туда.',
      bot_token_recreated:
        'У бота новый ключ, прежний больше не действует. Плановая замена или бота кто-то перехватил?',
      bot_deleted: 'Бот удалён вместе со своим ключом.',
      bot_oauth_client_updated:
        'Изменены параметры приложения, которому люди открывают свои данные, например адрес возврата.',
      oauth_authorization_granted:
        'Человек открыл приложению свои данные: оно действует от его имени с этими правами, пока доступ не отозван.',
      oauth_authorization_revoked:
        'Приложение потеряло доступ к данным человека; в деталях — сколько токенов отозвано.',
      video_call_started: 'В чате начался звонок. Кто в нём участвовал, в журнале не указано.',
      video_call_finished:
        'Звонок закончился; в деталях длительность и сколько человек было одновременно.',
      video_call_recording_ready:
        'Запись звонка готова и лежит файлом; в деталях его номер, длительность и размер.',
      allow:
        'Jay Guard пропустил без изменений: ничего не найдено или найденное этого не требовало.',
      redact: 'Jay Guard замаскировал найденное, прежде чем текст пошёл дальше.',
      deny: 'Jay Guard отклонил: запрос не дошёл до модели или ответ — до человека.',
      block: 'Jay Guard заблокировал: запрос не дошёл до модели или ответ — до человека.',
    },
    details: {
      initiator_id: 'Кто выполнил (ID)',
      inviter_id: 'Кто пригласил (ID)',
      new_company_role: 'Новая роль',
      previous_company_role: 'Прежняя роль',
      changed_attrs: 'Изменённые поля',
      context: 'Контекст',
      name: 'Название',
      old_name: 'Прежнее название',
      new_name: 'Новое название',
      public_access: 'Открыт для всех',
      chat_id: 'Чат (ID)',
      tag_name: 'Тег',
      scopes: 'Права токена',
      message_id: 'Сообщение (ID)',
      reason: 'Причина',
      dlp_rule_id: 'Правило DLP (ID)',
      dlp_rule_name: 'Правило DLP',
      user_id: 'Пользователь (ID)',
      action_message: 'Сообщение пользователю',
      conditions_matched: 'Условия совпали',
      search_type: 'Вид поиска',
      query_present: 'Есть текст запроса',
      cursor_present: 'Следующая страница результатов',
      limit: 'Размер страницы',
      filters: 'Фильтры',
      'filters.order': 'Порядок результатов',
      'filter.id': 'Фильтр (ID)',
      added_scopes: 'Добавленные права',
      removed_scopes: 'Убранные права',
      changes: 'Изменения',
      bot_id: 'Бот (ID)',
      actor_id: 'Кто действовал (ID)',
      client_id: 'OAuth-клиент (ID)',
      revoked_tokens_count: 'Отозвано токенов',
      started_message_id: 'Сообщение о начале (ID)',
      duration: 'Длительность, с',
      max_members_count: 'Участников одновременно',
      recording_id: 'Запись (ID)',
      file_id: 'Файл (ID)',
      size: 'Размер, байт',
      actionEntityKey: 'Сущность, вызвавшая действие',
      threshold: 'Порог',
    },
  },
);
