-- The end of a chat: the number of the last answer, up to which answer one that was missed is taken care of, and when the visitor asked for the transcript.

ALTER TABLE PREFIX_onlinechat_conversation
  ADD COLUMN answer_seq INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN mailed_seq INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN transcript_at DATETIME(3) NULL;
UPDATE PREFIX_onlinechat_conversation c
  JOIN (
    SELECT id_conversation, MAX(seq) AS seq FROM PREFIX_onlinechat_message WHERE author = 'operator' GROUP BY id_conversation
  ) a ON a.id_conversation = c.id_conversation
  SET c.answer_seq = a.seq;
