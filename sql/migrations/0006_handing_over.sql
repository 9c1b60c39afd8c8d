-- Who is really at the desk, and who was faster: when an operator last did something, and when one took a conversation.

ALTER TABLE PREFIX_onlinechat_operator
  ADD COLUMN acted_at DATETIME(3) NULL;
ALTER TABLE PREFIX_onlinechat_conversation
  ADD COLUMN taken_at DATETIME(3) NULL;
