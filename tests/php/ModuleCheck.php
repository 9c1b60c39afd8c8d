<?php

/** What PrestaShop's validator, and our own rules, ask of the module's files as a whole. */
final class ModuleCheck
{
    const LICENCE = '@license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)';

    /** @return string[] "path: problem" */
    public static function problems(string $folder): array
    {
        $problems = [];
        $iterator = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::SELF_FIRST
        );
        $paths = [''];
        foreach ($iterator as $path => $info) {
            $paths[] = substr($path, strlen($folder) + 1);
        }
        sort($paths);
        foreach ($paths as $path) {
            $full = rtrim($folder . '/' . $path, '/');
            $found = is_dir($full) ? self::ofFolder($full) : self::ofFile($path, file_get_contents($full));
            foreach ($found as $problem) {
                $problems[] = ($path ?: '.') . ': ' . $problem;
            }
        }

        return $problems;
    }

    /** @return string[] */
    private static function ofFolder(string $folder): array
    {
        return is_file($folder . '/index.php') ? [] : ['no index.php'];
    }

    /** @return string[] */
    public static function ofFile(string $path, string $text): array
    {
        $problems = [];
        $kind = pathinfo($path, PATHINFO_EXTENSION);
        if (in_array($kind, ['php', 'tpl', 'js', 'css'], true) && strpos(substr($text, 0, 600), self::LICENCE) === false) {
            $problems[] = 'no licence header';
        }
        if ($kind === 'php') {
            $problems = array_merge($problems, self::ofPhp($path, $text));
        } elseif ($kind === 'tpl') {
            $problems = array_merge($problems, self::ofTemplate($text));
        } elseif ($kind === 'js') {
            $problems = array_merge($problems, self::ofScript($text));
        }

        return $problems;
    }

    /** @return string[] */
    private static function ofPhp(string $path, string $text): array
    {
        $problems = SyntaxCheck::problems($text);
        if (basename($path) !== 'index.php' && strpos($text, "if (!defined('_PS_VERSION_')) {\n    exit;\n}\n") === false) {
            $problems[] = 'no _PS_VERSION_ guard';
        }
        if (preg_match('/\$_(GET|POST|REQUEST)\b/', $text)) {
            $problems[] = 'reads ' . '$_GET, $_POST or $_REQUEST itself';
        }
        if (preg_match('/\b(eval|unserialize|serialize|shell_exec|passthru|proc_open|popen)\s*\(/', $text)) {
            $problems[] = 'eval, serialize or a program call';
        }
        if (preg_match('/^(?:abstract |final )*(?:class|interface|trait) (\w+)/m', $text, $class)) {
            if (strncmp($path, 'src/', 4) === 0 && basename($path, '.php') !== $class[1]) {
                $problems[] = 'class ' . $class[1] . ' is not named like its file';
            }
            if (strncmp($path, 'src/', 4) === 0 && !preg_match('/^(final|abstract) class|^(interface|trait)/m', $text)) {
                $problems[] = 'class is not final';
            }
        }
        if ($path === 'onlinechat.php') {
            $problems = array_merge($problems, self::ofMainClass($text));
        }

        return $problems;
    }

    /** @return string[] */
    private static function ofMainClass(string $text): array
    {
        $problems = [];
        if (substr_count($text, "\n") >= 150) {
            $problems[] = 'the main class has 150 lines or more';
        }
        if (preg_match('/\b(SELECT|INSERT|UPDATE|DELETE|DROP)\s|Db::/', $text)) {
            $problems[] = 'SQL in the main class';
        }
        preg_match_all('/function (hook\w+)\([^)]*\)\n    \{\n(.*?)\n    \}\n/s', $text, $hooks, PREG_SET_ORDER);
        foreach ($hooks as list(, $name, $body)) {
            if (!preg_match('/^        (return )?HookGuard::(html|action)\(function \(\).*\}\);$/s', $body)) {
                $problems[] = $name . ' is not in a HookGuard as a whole';
            }
        }
        if (!$hooks) {
            $problems[] = 'no hooks found';
        }

        return $problems;
    }

    /**
     * The back office does not escape by itself; the front office does, and then leaves |escape out.
     *
     * @return string[]
     */
    private static function ofTemplate(string $text): array
    {
        $problems = [];
        $text = preg_replace('/\{\*.*?\*\}/s', '', $text);
        preg_match_all('/\{(\$[^}]*)\}/', $text, $printed);
        foreach ($printed[1] as $expression) {
            if (!preg_match("/\|(escape:'html':'UTF-8'|intval)$/", $expression)) {
                $problems[] = $expression . ' is not escaped';
            }
        }
        if (preg_match('/nofilter|\{literal|\{php|<style|\son\w+=|\sstyle=|javascript:/i', $text)) {
            $problems[] = 'nofilter, literal, php, style or an event handler in the markup';
        }
        if (preg_match('/<script(?![^>]*\ssrc=)/', $text)) {
            $problems[] = 'a script without src: forbidden by a strict CSP';
        }

        return $problems;
    }

    /** @return string[] */
    private static function ofScript(string $text): array
    {
        $code = preg_replace('~/\*.*?\*/|^\s*//.*$~sm', '', $text);
        preg_match_all('/\beval\b|\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|new Function|=>|`|\b(?:let|const|class|async)\s/', $code, $found);

        return array_map(static function ($word) {
            return 'not in our static scripts: ' . trim($word);
        }, array_values(array_unique($found[0])));
    }
}
