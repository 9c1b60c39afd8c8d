<?php

/**
 * Every request of PHP's built-in server: static files, page cache, back office, front office.
 */
require __DIR__ . '/core/PageCache.php';

(static function (): void {
    $root = (string) getenv('SMALL_SHOP_ROOT');
    $path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
    if (preg_match('~^/(assets|modules)/~', $path, $part)) {
        serveFile($part[1] === 'assets' ? __DIR__ . $path : $root . $path, $path);

        return;
    }
    if (is_file($root . '/var/csp')) {
        header('Content-Security-Policy: ' . trim((string) file_get_contents($root . '/var/csp')));
    }
    $isAdmin = preg_match('~^/admin(/|$)~', $path);
    if (!$isAdmin && PageCache::answer($root)) {
        return;
    }
    try {
        require __DIR__ . '/boot.php';
        $isAdmin ? AdminDispatcher::dispatch($path) : Dispatcher::dispatch();
    } catch (Throwable $error) {
        error_log((string) $error);
        http_response_code(500);
        echo '<!doctype html><title>500</title><h1>500 Server error</h1><p>Oops, something went wrong.</p>';
    }
})();

/** What modules/.htaccess denies since PrestaShop 9 is denied here. */
function serveFile(string $file, string $path): void
{
    $types = [
        'js' => 'text/javascript', 'css' => 'text/css', 'svg' => 'image/svg+xml', 'png' => 'image/png', 'jpg' => 'image/jpeg',
        'gif' => 'image/gif', 'webp' => 'image/webp', 'woff2' => 'font/woff2', 'ico' => 'image/x-icon', 'html' => 'text/html',
        'mp3' => 'audio/mpeg', 'ogg' => 'audio/ogg', 'wav' => 'audio/wav', 'pdf' => 'application/pdf',
    ];
    $type = $types[strtolower(pathinfo($file, PATHINFO_EXTENSION))] ?? null;
    if ($type === null || str_contains($path, '..') || !is_file($file)) {
        http_response_code($type === null ? 403 : 404);

        return;
    }
    header('Content-Type: ' . $type . (str_starts_with($type, 'text/') ? '; charset=utf-8' : ''));
    header('Cache-Control: max-age=60');
    readfile($file);
}
