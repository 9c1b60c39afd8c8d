{$content}
