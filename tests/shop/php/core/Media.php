<?php

class Media
{
    private static array $definitions = [];

    public static function addJsDef($definitions): void
    {
        self::$definitions = array_merge(self::$definitions, (array) $definitions);
    }

    public static function getJsDef(): array
    {
        return self::$definitions;
    }

    /** What goes into the page as inline variables. */
    public static function inline(): string
    {
        $script = '';
        foreach (self::$definitions as $name => $value) {
            $script .= 'var ' . $name . ' = ' . json_encode($value, JSON_HEX_TAG | JSON_UNESCAPED_SLASHES) . ';';
        }

        return $script ? '<script>' . $script . '</script>' : '';
    }
}
