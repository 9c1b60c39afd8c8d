<?php

use PHPUnit\Framework\TestCase;

/** The check itself: it must find each of these, and nothing in code that is fine. */
final class CheckTest extends TestCase
{
    public function newer(): array
    {
        $samples = [
            'arrow function' => '$a = fn($x) => $x;',
            '??=' => '$a ??= 1;',
            'match' => '$a = match (1) { default => 2 };',
            '?->' => '$a = $b?->c;',
            'attribute' => '#[Deprecated] function f() {}',
            'enum' => 'enum Suit { case Hearts; }',
            'readonly' => 'final class A { public readonly int $a; }',
            '${} in a string' => '$a = "${b}";',
            'typed property' => 'class A { private int $a = 1; }',
            'typed property' . ' ' => 'class A { public static ?Foo $a; }',
            'typed constant' => 'class A { const X = 1; public const string Y = "a"; }',
            'constructor promotion' => 'class A { public function __construct(private $a) {} }',
            'union or intersection type' => 'function f(int|string $a) {}',
            'union or intersection type' . ' ' => 'function f(): A&B {}',
            'type mixed' => 'function f(mixed $a) {}',
            'type static' => 'class A { public function f(): static {} }',
            'type never' => 'function f(): never {}',
            'trailing comma' => 'f(1, 2,);',
            'trailing comma' . ' ' => 'function f($a, $b,) {}',
            'first-class callable' => '$a = strlen(...);',
            'spread in an array' => '$a = [1, ...$b];',
            'named argument' => 'f(a: 1);',
            'named argument' . ' ' => 'f(1, bcd: $x ? A : B);',
            'throw as an expression' => '$a = $b ?? throw new E();',
            'catch without a variable' => 'try { f(); } catch (E) { }',
            'number with _' => '$a = 1_000;',
            'indented heredoc' => "\$a = <<<X\n    text\n    X;",
            '$object::class' => '$a = $b::class;',
            'implicitly nullable' => 'function f(Foo $a = null) {}',
            'implicitly nullable' . ' ' => '$f = function (string $a = NULL) {};',
            'required parameter after' => 'function f($a = 1, $b) {}',
            'undeclared property $other' => 'class A { private $one; function f() { $this->one = 1; $this->other = 2; } }',
            'str_contains() (8.0)' => 'if (str_contains($a, "b")) {}',
            'array_key_first() (7.3)' => '$a = \array_key_first($b);',
            'array_is_list() (8.1)' => '$a = array_is_list($b);',
            'json_validate() (8.3)' => '$a = json_validate($b);',
            'JSON_THROW_ON_ERROR' => 'json_decode($a, true, 9, JSON_THROW_ON_ERROR);',
            'utf8_encode()' => '$a = utf8_encode($b);',
            'ajaxDie' => 'class A { function f() { $this->ajaxDie("x"); } }',
            'Tools::displayPrice' => '$a = Tools::displayPrice(1);',
            'l() in place of trans()' => 'class A { function f() { return $this->l("x"); } }',
            '$this->get()' => 'class A { function f() { return $this->get("x"); } }',
            'Guzzle' => 'use GuzzleHttp\Client;',
        ];
        $cases = [];
        foreach ($samples as $name => $code) {
            $cases[$name . ': ' . $code] = [trim($name), "<?php\n" . $code . "\n"];
        }

        return $cases;
    }

    /** @dataProvider newer */
    public function testFinds(string $name, string $code): void
    {
        self::assertStringContainsString($name, implode("\n", SyntaxCheck::problems($code)));
    }

    public function testFindsNothingInCodeThatRunsEverywhere(): void
    {
        $code = <<<'PHP'
<?php
namespace A;

use Some\{One, Two,};

abstract class Fine extends \Base
{
    const X = 1;
    public const Y = 'y';
    public $a, $b = [1, 2];
    private static $cache;
    protected static $other = array(1, 2,);
    var $old;

    public function __construct(?Foo $a = null, array $b = [], callable $c = null_or(), string ...$rest)
    {
    }

    final public static function f(int $a, ?string $b, $c = self::X): ?self
    {
        static $count = 0;
        $this->a = $a ? Y : X;
        $x = new static();
        list($one, , $two,) = [1, 2, 3,];
        switch ($a) {
            case self::X:
            case Y:
                throw new \RuntimeException("{$a['b']} $b[c] {$this->a}");
            default:
                return static::f(...$x);
        }
        try {
            if ($a) throw new \E(); else throw new \F();
        } catch (A | B $e) {
        }
        foreach ($this->a as list($k, $v)) {
            $this->each($k);
        }
        $f = static function () use ($a, &$b): int {
            return $a & $b | 1;
        };
        $g = $a ?: ($b ? \X : (Y));
        $h = <<<X
text
X;

        return $f instanceof \Closure ? self::class : Foo::class;
    }

    abstract protected function each($x): iterable;
}
PHP;
        $code = str_replace('callable $c = null_or()', 'callable $c = self::X', $code);

        self::assertSame([], SyntaxCheck::problems($code));
    }

    public function badFiles(): array
    {
        $header = "/**\n * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)\n */\n";
        $guard = "if (!defined('_PS_VERSION_')) {\n    exit;\n}\n";

        return [
            ['src/A.php', "<?php\n" . $guard . 'final class A {}', 'no licence header'],
            ['src/A.php', "<?php\n" . $header . 'final class A {}', 'no _PS_VERSION_ guard'],
            ['src/A.php', "<?php\n" . $header . $guard . 'final class B {}', 'not named like its file'],
            ['src/A.php', "<?php\n" . $header . $guard . 'class A {}', 'not final'],
            ['src/A.php', "<?php\n" . $header . $guard . '$a = $_POST["a"];', '$_POST'],
            ['src/A.php', "<?php\n" . $header . $guard . 'eval($a);', 'eval'],
            ['onlinechat.php', "<?php\n" . $header . $guard . "class Onlinechat\n{\n    public function hookA()\n    {\n        return 'x';\n    }\n}\n", 'hookA is not in a HookGuard'],
            ['onlinechat.php', "<?php\n" . $header . $guard . 'Db::getInstance()->execute("SELECT 1");', 'SQL in the main class'],
            ['onlinechat.php', "<?php\n" . $header . $guard . str_repeat("\n", 150), '150 lines'],
            ['a.tpl', "{*\n" . $header . "*}\n{\$a}", '$a is not escaped'],
            ['a.tpl', "{*\n" . $header . "*}\n{\$a nofilter}", 'nofilter'],
            ['a.tpl', "{*\n" . $header . "*}\n<script>f()</script>", 'script without src'],
            ['a.tpl', "{*\n" . $header . "*}\n<p onclick=\"f()\">", 'event handler'],
            ['a.js', $header . 'a.innerHTML = b;', 'innerHTML'],
            ['a.js', $header . 'var f = () => 1;', '=>'],
            ['a.js', $header . 'const a = 1;', 'const'],
            ['a.css', 'a { color: red }', 'no licence header'],
        ];
    }

    /** @dataProvider badFiles */
    public function testFindsInFiles(string $path, string $text, string $expected): void
    {
        self::assertStringContainsString($expected, implode("\n", ModuleCheck::ofFile($path, $text)));
    }

    public function testTheCommandFailsOnABadFolderAndNamesTheFile(): void
    {
        $folder = sys_get_temp_dir() . '/onlinechat-check-' . bin2hex(random_bytes(4));
        mkdir($folder);
        file_put_contents($folder . '/bad.php', "<?php\nfunction f( {\n");
        exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/check_syntax.php') . ' ' . escapeshellarg($folder) . ' 2>&1', $output, $status);
        unlink($folder . '/bad.php');
        rmdir($folder);

        self::assertSame(1, $status);
        self::assertStringContainsString('bad.php: ', implode("\n", $output));
        self::assertStringContainsString('.: no index.php', implode("\n", $output));
        self::assertMatchesRegularExpression('/bad\.php: .*(parse|syntax) error/i', implode("\n", $output));
    }

    public function testTheModuleIsFine(): void
    {
        self::assertSame([], ModuleCheck::problems(ONLINECHAT_MODULE));
    }
}
