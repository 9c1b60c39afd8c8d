<?php

/**
 * PrestaShop's one cookie: encrypted, HttpOnly, read at the start of a request and rewritten as a whole at its end
 * when anything in it changed. Two requests at once therefore undo each other's changes.
 */
#[AllowDynamicProperties]
class Cookie
{
    private array $content = [];

    private bool $modified = false;

    private bool $mayWrite = true;

    private string $name;

    private string $domain;

    public function __construct(string $name, private string $path = '/', private int $expire = 0)
    {
        $this->domain = self::domain();
        $this->name = 'PrestaShop-' . md5(_PS_VERSION_ . $name . $this->domain);
        $this->read();
    }

    public function __get($key)
    {
        return $this->content[$key] ?? false;
    }

    public function __isset($key)
    {
        return isset($this->content[$key]);
    }

    public function __set($key, $value)
    {
        if (is_array($value)) {
            exit('Cookie value can\'t be an array.');
        }
        if (preg_match('/¤|\|/', $key . $value)) {
            throw new Exception('Forbidden chars in cookie');
        }
        if (!array_key_exists($key, $this->content) || $this->content[$key] != $value) {
            $this->modified = true;
        }
        $this->content[$key] = $value;
    }

    public function __unset($key)
    {
        $this->modified = $this->modified || isset($this->content[$key]);
        unset($this->content[$key]);
    }

    public function __destruct()
    {
        $this->write();
    }

    public function disallowWriting(): void
    {
        $this->mayWrite = false;
    }

    public function getName(): string
    {
        return $this->name;
    }

    public function getAll(): array
    {
        return $this->content;
    }

    /** Empties the cookie at once. */
    public function logout(): void
    {
        $this->deleteSession();
        $this->content = [];
        $this->send('');
        $this->modified = true;
    }

    /** Forgets the customer; `session_id` and `session_token` stay, as seen in a real shop. */
    public function mylogout(): void
    {
        $this->deleteSession();
        foreach (['id_customer', 'id_guest', 'is_guest', 'id_connections', 'customer_lastname', 'customer_firstname',
            'passwd', 'logged', 'email', 'id_cart', 'id_address_invoice', 'id_address_delivery'] as $key) {
            unset($this->content[$key]);
        }
        $this->modified = true;
    }

    public function registerSession($session): void
    {
        $session->setUserId($this->id_employee ?: $this->id_customer);
        $session->token = sha1(random_bytes(20));
        $session->add();
        $this->session_id = (int) $session->id;
        $this->session_token = $session->token;
    }

    public function isSessionAlive(): bool
    {
        $session = $this->session();

        return $session && $session->token === $this->session_token
            && $session->getUserId() === (int) ($this->id_employee ?: $this->id_customer);
    }

    public function write(): void
    {
        if (!$this->modified || headers_sent() || !$this->mayWrite) {
            return;
        }
        $before = $this->content['checksum'] ?? '';
        unset($this->content['checksum']);
        $text = '';
        foreach ($this->content as $key => $value) {
            $text .= $key . '|' . $value . '¤';
        }
        $checksum = hash('sha256', _COOKIE_IV_ . $text);
        $this->modified = false;
        if ($checksum !== $before) {
            $this->content['checksum'] = $checksum;
            $this->send($text . 'checksum|' . $checksum);
        }
    }

    private function read(): void
    {
        $text = isset($_COOKIE[$this->name]) && is_string($_COOKIE[$this->name]) ? self::decrypt($_COOKIE[$this->name]) : '';
        foreach (explode('¤', $text) as $pair) {
            $parts = explode('|', $pair);
            if (count($parts) === 2) {
                $this->content[$parts[0]] = $parts[1];
            }
        }
        $signed = substr($text, 0, (int) strrpos($text, 'checksum|'));
        if ($text !== '' && ($this->content['checksum'] ?? '') !== hash('sha256', _COOKIE_IV_ . $signed)) {
            $this->logout();
        }
        if (!isset($this->content['date_add'])) {
            $this->content['date_add'] = date('Y-m-d H:i:s');
        }
    }

    private function session()
    {
        $id = (int) $this->session_id;
        if (!$id) {
            return null;
        }
        $session = $this->id_employee ? new EmployeeSession($id) : new CustomerSession($id);

        return Validate::isLoadedObject($session) ? $session : null;
    }

    private function deleteSession(): void
    {
        $this->session()?->delete();
    }

    private function send(string $text): void
    {
        setcookie($this->name, $text === '' ? '0' : self::encrypt($text), [
            'expires' => $text === '' ? 1 : $this->expire,
            'path' => $this->path,
            'domain' => $this->domain,
            'httponly' => true,
            'samesite' => (string) Configuration::get('PS_COOKIE_SAMESITE'),
            'secure' => Tools::usingSecureMode(),
        ]);
    }

    /** None for an address or a one-word host: browsers then keep the cookie to that host. */
    private static function domain(): string
    {
        $host = Tools::getHttpHost(false, false, true);

        return !str_contains($host, '.') || filter_var($host, FILTER_VALIDATE_IP) ? '' : $host;
    }

    private static function encrypt(string $text): string
    {
        $nonce = random_bytes(12);
        $sealed = openssl_encrypt($text, 'aes-256-gcm', hex2bin(_NEW_COOKIE_KEY_), OPENSSL_RAW_DATA, $nonce, $tag);

        return bin2hex($nonce . $tag . $sealed);
    }

    private static function decrypt(string $cookie): string
    {
        $raw = ctype_xdigit($cookie) && strlen($cookie) % 2 === 0 ? (string) hex2bin($cookie) : '';
        if (strlen($raw) < 28) {
            return '';
        }

        return (string) openssl_decrypt(
            substr($raw, 28),
            'aes-256-gcm',
            hex2bin(_NEW_COOKIE_KEY_),
            OPENSSL_RAW_DATA,
            substr($raw, 0, 12),
            substr($raw, 12, 16)
        );
    }
}
