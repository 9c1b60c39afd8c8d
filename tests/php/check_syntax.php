<?php

/**
 * Checks php-module/: php -l, no syntax newer than PHP 7.2, nothing that PHP 8.4 or PrestaShop 9 has thrown out,
 * headers, guards and index.php everywhere. Usage: php tests/php/check_syntax.php [folder]
 */

require_once __DIR__ . '/SyntaxCheck.php';
require_once __DIR__ . '/ModuleCheck.php';

$folder = realpath($argv[1] ?? dirname(__DIR__, 2) . '/php-module');
if ($folder === false) {
    fwrite(STDERR, "There is no such folder.\n");
    exit(2);
}
$problems = ModuleCheck::problems($folder);
$files = 0;
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS)) as $path => $info) {
    if ($info->getExtension() !== 'php') {
        continue;
    }
    ++$files;
    $output = [];
    exec(escapeshellarg(PHP_BINARY) . ' -d display_errors=1 -d error_reporting=-1 -l ' . escapeshellarg($path) . ' 2>&1', $output, $status);
    if ($status !== 0 || preg_grep('/deprecated|warning/i', $output)) {
        $problems[] = substr($path, strlen($folder) + 1) . ': ' . trim(implode(' ', $output));
    }
}
foreach ($problems as $problem) {
    fwrite(STDERR, $problem . "\n");
}
if (!$problems) {
    echo "php-module: $files PHP files are fine.\n";
}
exit($problems ? 1 : 0);
