<?php

/**
 * A full-page cache as shops put in front: on a hit the shop's code doesn't run, hooks and cookies included.
 *
 * It works while the folder var/page_cache exists; every visitor gets the page that the first one got.
 */
class PageCache
{
    public static function file(string $root, string $uri): string
    {
        return $root . '/var/page_cache/' . sha1($uri) . '.html';
    }

    /** Answers from the cache; false when the shop has to. */
    public static function answer(string $root): bool
    {
        $file = self::file($root, $_SERVER['REQUEST_URI']);
        if ($_SERVER['REQUEST_METHOD'] !== 'GET' || !is_file($file)) {
            return false;
        }
        header('Content-Type: text/html; charset=utf-8');
        header('X-Page-Cache: hit');
        readfile($file);

        return true;
    }

    public static function keep(string $page): void
    {
        $file = self::file(_PS_ROOT_DIR_, $_SERVER['REQUEST_URI']);
        if ($_SERVER['REQUEST_METHOD'] === 'GET' && is_dir(dirname($file))) {
            header('X-Page-Cache: miss');
            // The marker lets the theme's script fetch what differs from visitor to visitor.
            file_put_contents($file, str_replace('<body ', '<body data-cached ', $page), LOCK_EX);
        }
    }
}
