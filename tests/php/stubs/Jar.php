<?php

/** A browser's cookies, without a browser. */
final class Jar implements OnlineChat\CookieJar
{
    public $cookies;
    public $sent = [];

    public function __construct(array $cookies = [])
    {
        $this->cookies = $cookies;
    }

    public function get(string $name): string
    {
        return (string) ($this->cookies[$name] ?? '');
    }

    public function set(string $name, string $value, bool $readable): void
    {
        $this->cookies[$name] = $value;
        $this->sent[$name] = $readable;
    }
}
