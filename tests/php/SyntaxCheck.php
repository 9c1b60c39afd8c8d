<?php

/**
 * Finds PHP that does not run on 7.2, or that newer versions up to 8.4 complain about, by its tokens:
 * the machine that checks has only one PHP. Needs PHP 8.2 or newer itself.
 */
final class SyntaxCheck
{
    const TOKENS = [
        T_FN => 'arrow function (7.4)',
        T_COALESCE_EQUAL => '??= (7.4)',
        T_MATCH => 'match (8.0)',
        T_NULLSAFE_OBJECT_OPERATOR => '?-> (8.0)',
        T_ATTRIBUTE => 'attribute (8.0)',
        T_ENUM => 'enum (8.1)',
        T_READONLY => 'readonly (8.1)',
        T_DOLLAR_OPEN_CURLY_BRACES => '${} in a string (deprecated in 8.2)',
    ];

    const FUNCTIONS = [
        '7.3' => 'array_key_first array_key_last is_countable hrtime gc_status net_get_interfaces openssl_pkey_derive',
        '7.4' => 'mb_str_split password_algos get_mangled_object_vars openssl_x509_verify imagecreatefromtga',
        '8.0' => 'str_contains str_starts_with str_ends_with get_debug_type get_resource_id fdiv preg_last_error_msg',
        '8.1' => 'array_is_list fsync fdatasync enum_exists',
        '8.2' => 'ini_parse_quantity memory_reset_peak_usage curl_upkeep mysqli_execute_query',
        '8.3' => 'json_validate mb_str_pad str_increment str_decrement stream_context_set_options',
        '8.4' => 'array_find array_find_key array_any array_all mb_trim mb_ltrim mb_rtrim mb_ucfirst mb_lcfirst fpow bcdivmod',
    ];

    const DEPRECATED = 'utf8_encode utf8_decode strftime gmstrftime date_sunrise date_sunset each create_function money_format '
        . 'is_real get_magic_quotes_gpc get_magic_quotes_runtime mhash strptime lcg_value key_exists ezmlm_hash '
        . 'convert_cyr_string hebrevc restore_include_path assert_options mysqli_ping odbc_result_all';

    const CONSTANTS = 'JSON_THROW_ON_ERROR JsonException WeakMap WeakReference Stringable ValueError UnhandledMatchError '
        . 'PhpToken PASSWORD_ARGON2ID MB_CASE_FOLD UnitEnum BackedEnum Fiber SensitiveParameter Override Deprecated E_STRICT';

    /** Gone in PrestaShop 9, or in 8. */
    const PRESTASHOP = [
        '/\bajaxDie\b/' => 'ajaxDie',
        '/\bTools\s*::\s*displayPrice\b/' => 'Tools::displayPrice',
        '/\bTools\s*::\s*encrypt\b/' => 'Tools::encrypt',
        '/\bTools\s*::\s*getBytes\b/' => 'Tools::getBytes',
        '/\bValidate\s*::\s*isAnything\b/' => 'Validate::isAnything',
        '/->\s*addJquery\s*\(/' => 'addJquery()',
        '/\bSwift_/' => 'SwiftMailer',
        '/\bGuzzleHttp\b/' => 'Guzzle',
        '/->\s*l\s*\(/' => 'l() in place of trans()',
        '/PS_SSL_ENABLED_EVERYWHERE/' => 'PS_SSL_ENABLED_EVERYWHERE',
        '/\bmeta_keywords\b/' => 'meta_keywords',
        '/isEnabledForMobileDevices/' => 'Module::isEnabledForMobileDevices',
        '/\benable_device\b/' => 'enable_device',
        '/_PS_MYSQL_REAL_ESCAPE_STRING_/' => '_PS_MYSQL_REAL_ESCAPE_STRING_',
        '/\$this\s*->\s*get\s*\(/' => '$this->get()',
    ];

    /** Properties that PrestaShop's base classes declare. */
    const INHERITED = 'ajax author bootstrap confirmUninstall content content_only context controller_name description displayName '
        . 'errors module multistoreCompatibility name need_instance ps_versions_compliancy ssl tab version';

    /** @var PhpToken[] without spaces and comments */
    private $tokens;

    /** @var string[] */
    private $problems = [];

    /** @return string[] such as "12: arrow function (7.4)" */
    public static function problems(string $code): array
    {
        $check = new self($code);
        foreach (get_class_methods($check) as $method) {
            if (strncmp($method, 'find', 4) === 0) {
                $check->$method();
            }
        }
        sort($check->problems, SORT_NATURAL);

        return array_values(array_unique($check->problems));
    }

    private function __construct(string $code)
    {
        $this->tokens = array_values(array_filter(PhpToken::tokenize($code), static function (PhpToken $token) {
            return !$token->isIgnorable() || $token->id === T_OPEN_TAG;
        }));
    }

    private function findTokens(): void
    {
        foreach ($this->tokens as $token) {
            if (isset(self::TOKENS[$token->id])) {
                $this->report($token, self::TOKENS[$token->id]);
            }
        }
    }

    private function findNewAndOldNames(): void
    {
        $since = [];
        foreach (self::FUNCTIONS as $version => $names) {
            $since += array_fill_keys(explode(' ', $names), $version);
        }
        $gone = array_flip(explode(' ', self::DEPRECATED));
        $constants = array_flip(explode(' ', self::CONSTANTS));
        foreach ($this->tokens as $i => $token) {
            if (!$token->is([T_STRING, T_NAME_FULLY_QUALIFIED])) {
                continue;
            }
            $name = ltrim($token->text, '\\');
            $called = $this->is($i + 1, '(') && !$this->is($i - 1, [T_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_NEW]);
            if ($called && isset($since[strtolower($name)])) {
                $this->report($token, $name . '() (' . $since[strtolower($name)] . ')');
            } elseif ($called && isset($gone[strtolower($name)])) {
                $this->report($token, $name . '() (deprecated or gone)');
            } elseif (isset($constants[$name])) {
                $this->report($token, $name . ' (not in 7.2 to 8.4)');
            }
        }
    }

    private function findTypedProperties(): void
    {
        foreach ($this->tokens as $i => $token) {
            if (!$token->is([T_PUBLIC, T_PROTECTED, T_PRIVATE, T_VAR]) || $this->inParameters($i)) {
                continue;
            }
            for ($j = $i + 1; $this->is($j, [T_STATIC, T_ABSTRACT, T_FINAL, T_READONLY]); ++$j);
            if (!$this->is($j, [T_VARIABLE, T_FUNCTION, T_CONST])) {
                $this->report($token, 'typed property (7.4)');
            }
            if ($this->is($j, T_CONST) && !$this->is($j + 2, '=')) {
                $this->report($token, 'typed constant (8.3)');
            }
        }
    }

    private function findInParameters(): void
    {
        foreach ($this->parameterLists() as list($open, $close)) {
            $optional = false;
            foreach ($this->split($open, $close) as $part) {
                $this->parameter($part, $optional);
            }
        }
    }

    /** @param PhpToken[] $part */
    private function parameter(array $part, bool &$optional): void
    {
        $type = '';
        $default = null;
        $variable = null;
        foreach ($part as $token) {
            if ($token->is([T_PUBLIC, T_PROTECTED, T_PRIVATE, T_READONLY])) {
                $this->report($token, 'constructor promotion (8.0)');
            } elseif ($token->is(T_VARIABLE) && $variable === null) {
                $variable = $token;
            } elseif ($variable === null) {
                $type .= $token->text;
            } elseif ($token->text === '=' && $default === null) {
                $default = '';
            } elseif ($default !== null) {
                $default .= $token->text;
            }
        }
        if ($variable === null) {
            return;
        }
        $variadic = strpos($type, '...') !== false;
        $type = str_replace(['&', '...'], '', $type);
        $this->type($part[0], $type);
        if (strtolower((string) $default) === 'null' && $type !== '' && $type[0] !== '?') {
            $this->report($variable, 'implicitly nullable parameter (deprecated in 8.4)');
        }
        if ($optional && $default === null && !$variadic) {
            $this->report($variable, 'required parameter after an optional one (deprecated in 8.0)');
        }
        $optional = $optional || $default !== null;
    }

    private function findReturnTypes(): void
    {
        foreach ($this->parameterLists() as list(, $close)) {
            if (!$this->is($close + 1, ':')) {
                continue;
            }
            $type = '';
            for ($j = $close + 2; isset($this->tokens[$j]) && !$this->is($j, ['{', ';']); ++$j) {
                $type .= $this->tokens[$j]->text;
            }
            $this->type($this->tokens[$close], $type);
        }
    }

    private function type(PhpToken $at, string $type): void
    {
        if (strpbrk($type, '|&()') !== false) {
            $this->report($at, 'union or intersection type (8.0)');
        }
        if (in_array(strtolower(ltrim($type, '?')), ['mixed', 'static', 'never', 'false', 'true', 'null'], true)) {
            $this->report($at, 'type ' . $type . ' (8.0)');
        }
    }

    private function findInCalls(): void
    {
        $open = [];
        foreach ($this->tokens as $i => $token) {
            if (in_array($token->text, ['(', '[', '{'], true) || $token->is([T_CURLY_OPEN, T_ATTRIBUTE])) {
                $open[] = $i;
                continue;
            }
            $inside = $open ? end($open) : null;
            if ($token->text === ')' && $this->is($i - 1, ',') && !$this->is($inside - 1, [T_ARRAY, T_LIST])) {
                $this->report($token, 'trailing comma in a call or parameter list (7.3)');
            }
            if ($token->is(T_ELLIPSIS) && $this->is($i + 1, ')')) {
                $this->report($token, 'first-class callable (8.1)');
            }
            if ($token->is(T_ELLIPSIS) && $inside !== null
                && ($this->is($inside, '[') || $this->is($inside - 1, T_ARRAY))
            ) {
                $this->report($token, 'spread in an array (7.4)');
            }
            if ($token->is(T_STRING) && $inside !== null && $this->is($inside, '(')
                && $this->is($i + 1, ':') && $this->is($i - 1, ['(', ','])
            ) {
                $this->report($token, 'named argument (8.0)');
            }
            if (in_array($token->text, [')', ']', '}'], true)) {
                array_pop($open);
            }
        }
    }

    private function findSmallThings(): void
    {
        foreach ($this->tokens as $i => $token) {
            if ($token->is(T_THROW) && !$this->is($i - 1, [';', '{', '}', ':', ')', T_ELSE, T_DO, T_OPEN_TAG])) {
                $this->report($token, 'throw as an expression (8.0)');
            }
            if ($token->is(T_CATCH)) {
                for ($j = $i + 2; isset($this->tokens[$j]) && !$this->is($j, [')', T_VARIABLE]); ++$j);
                if ($this->is($j, ')')) {
                    $this->report($token, 'catch without a variable (8.0)');
                }
            }
            if ($token->is([T_LNUMBER, T_DNUMBER]) && (strpos($token->text, '_') !== false || stripos($token->text, '0o') === 0)) {
                $this->report($token, 'number with _ or 0o (7.4)');
            }
            if ($token->is(T_END_HEREDOC) && ltrim($token->text) !== $token->text) {
                $this->report($token, 'indented heredoc (7.3)');
            }
            if ($token->is(T_VARIABLE) && $this->is($i + 1, T_DOUBLE_COLON) && $this->is($i + 2, T_CLASS)) {
                $this->report($token, '$object::class (8.0)');
            }
        }
    }

    private function findUndeclaredProperties(): void
    {
        $declared = array_flip(explode(' ', self::INHERITED));
        foreach ($this->tokens as $i => $token) {
            if ($token->is(T_VARIABLE) && $this->is($i - 1, [T_PUBLIC, T_PROTECTED, T_PRIVATE, T_VAR, T_STATIC])) {
                $declared[substr($token->text, 1)] = true;
            }
        }
        foreach ($this->tokens as $i => $token) {
            if ($token->text === '$this' && $this->is($i + 1, T_OBJECT_OPERATOR) && $this->is($i + 2, T_STRING)
                && $this->is($i + 3, ['=', T_PLUS_EQUAL, T_CONCAT_EQUAL]) && !isset($declared[$this->tokens[$i + 2]->text])
            ) {
                $this->report($token, 'undeclared property $' . $this->tokens[$i + 2]->text . ' (deprecated in 8.2)');
            }
        }
    }

    private function findWhatPrestaShopLost(): void
    {
        foreach (self::PRESTASHOP as $pattern => $name) {
            $line = '';
            $at = null;
            foreach ($this->tokens as $token) {
                if ($at === null || $token->line !== $at->line) {
                    $line = '';
                    $at = $token;
                }
                $line .= (preg_match('/\w$/', $line) && preg_match('/^[\w\\\\]/', $token->text) ? ' ' : '') . $token->text;
                if (preg_match($pattern, $line)) {
                    $this->report($token, $name . ' (gone in PrestaShop 9)');
                    $line = '';
                }
            }
        }
    }

    /** @return array<int, array{0: int, 1: int}> places of ( and ) of every parameter list */
    private function parameterLists(): array
    {
        $lists = [];
        foreach ($this->tokens as $i => $token) {
            if (!$token->is([T_FUNCTION, T_FN]) || $this->is($i - 1, T_USE)) {
                continue;
            }
            for ($j = $i + 1; isset($this->tokens[$j]) && !$this->is($j, '('); ++$j);
            $lists[] = [$j, $this->closing($j)];
        }

        return $lists;
    }

    private function inParameters(int $i): bool
    {
        foreach ($this->parameterLists() as list($open, $close)) {
            if ($i > $open && $i < $close) {
                return true;
            }
        }

        return false;
    }

    private function closing(int $open): int
    {
        $depth = 0;
        for ($i = $open; isset($this->tokens[$i]); ++$i) {
            $depth += in_array($this->tokens[$i]->text, ['(', '[', '{'], true) ? 1 : 0;
            $depth -= in_array($this->tokens[$i]->text, [')', ']', '}'], true) ? 1 : 0;
            if ($depth === 0) {
                return $i;
            }
        }

        return $i - 1;
    }

    /** @return PhpToken[][] the parts between the commas */
    private function split(int $open, int $close): array
    {
        $parts = [[]];
        $depth = 0;
        for ($i = $open + 1; $i < $close; ++$i) {
            $token = $this->tokens[$i];
            $depth += in_array($token->text, ['(', '['], true) ? 1 : 0;
            $depth -= in_array($token->text, [')', ']'], true) ? 1 : 0;
            if ($depth === 0 && $token->text === ',') {
                $parts[] = [];
            } else {
                $parts[count($parts) - 1][] = $token;
            }
        }

        return array_filter($parts);
    }

    /** @param int|string|array $kind */
    private function is(int $i, $kind): bool
    {
        return isset($this->tokens[$i]) && $this->tokens[$i]->is($kind);
    }

    private function report(PhpToken $token, string $what): void
    {
        $this->problems[] = $token->line . ': ' . $what;
    }
}
