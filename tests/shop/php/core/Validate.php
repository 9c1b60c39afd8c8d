<?php

class Validate
{
    public static function isLoadedObject($object): bool
    {
        return is_object($object) && $object->id;
    }

    public static function isUnsignedId($id): bool
    {
        return self::isUnsignedInt($id);
    }

    public static function isUnsignedInt($value): bool
    {
        return (is_int($value) || is_string($value)) && preg_match('/^\d+$/D', (string) $value) && $value < 4294967296;
    }

    public static function isInt($value): bool
    {
        return (string) (int) $value === (string) $value || $value === false;
    }

    public static function isEmail($email): bool
    {
        return is_string($email) && (bool) filter_var($email, FILTER_VALIDATE_EMAIL);
    }

    public static function isHookName($name): bool
    {
        return (bool) preg_match('/^[a-zA-Z0-9_-]+$/', (string) $name);
    }

    public static function isModuleName($name): bool
    {
        return is_string($name) && preg_match('/^[a-zA-Z0-9_-]+$/', $name);
    }

    public static function isTabName($name): bool
    {
        return (bool) preg_match('/^[^<>]+$/u', (string) $name);
    }

    public static function isControllerName($name): bool
    {
        return is_string($name) && preg_match('/^[0-9a-zA-Z-_]*$/', $name);
    }

    public static function isConfigName($name): bool
    {
        return (bool) preg_match('/^[a-zA-Z_0-9-]{1,254}$/', (string) $name);
    }

    public static function isGenericName($name): bool
    {
        return $name === '' || preg_match('/^[^<>={}]*$/u', (string) $name);
    }

    public static function isCleanHtml($html): bool
    {
        return !preg_match('/<\s*(script|iframe|object|embed|form|input)\b|on(click|load|error|focus)\s*=|script:|\x{202E}/iu', (string) $html);
    }

    public static function isColor($color): bool
    {
        return (bool) preg_match('/^(#[0-9a-fA-F]{6}|[a-zA-Z0-9-]*)$/', (string) $color);
    }

    public static function isUrl($url): bool
    {
        return (bool) preg_match('/^[~:#,$%&_=\(\)\.\? \+\-@\/a-zA-Z0-9\pL\pS-]+$/u', (string) $url);
    }

    public static function isAbsoluteUrl($url): bool
    {
        return !$url || preg_match('/^(https?:)?\/\/[$~:;#,%&_=\(\)\[\]\.\? \+\-@\/a-zA-Z0-9]+$/', (string) $url);
    }

    public static function isBool($value): bool
    {
        return $value === null || is_bool($value) || preg_match('/^(0|1)$/', (string) $value);
    }

    public static function isLanguageIsoCode($iso): bool
    {
        return (bool) preg_match('/^[a-zA-Z]{2,3}$/', (string) $iso);
    }
}
