<?php

// Each stub has the names and the manners of the real class, and a memory for assertions.

abstract class Module
{
    public $id = 66;
    public $name;
    public $tab;
    public $version;
    public $author;
    public $need_instance;
    public $bootstrap;
    public $ps_versions_compliancy;
    public $displayName;
    public $description;
    public $confirmUninstall;
    public $context;
    public $hooks = [];
    public $parentCalls = [];
    public $fetched = [];

    public function __construct()
    {
        $this->context = Context::getContext();
    }

    public function trans($text, array $values = [], $domain = null)
    {
        return $text;
    }

    public function install()
    {
        $this->parentCalls[] = 'install';

        return $this->enable();
    }

    public function uninstall()
    {
        $this->parentCalls[] = 'uninstall';

        return true;
    }

    public function enable($force_all = false)
    {
        $this->parentCalls[] = 'enable';

        return true;
    }

    public function registerHook($hook, $shops = null)
    {
        $this->hooks[$hook] = true;

        return true;
    }

    public function getPathUri()
    {
        return '/modules/' . $this->name . '/';
    }

    public function getLocalPath()
    {
        return ONLINECHAT_MODULE . '/';
    }

    public function fetch($template)
    {
        $this->fetched[] = $template;

        return 'TAG ' . json_encode($this->context->smarty->values);
    }
}

class Context
{
    public $cart;
    public $controller;
    public $cookie;
    public $customer;
    public $employee;
    public $language;
    public $link;
    public $shop;
    public $smarty;

    private static $context;

    public static function getContext()
    {
        return self::$context ?: self::$context = new self();
    }

    public static function forget()
    {
        self::$context = null;
    }
}

class Configuration
{
    public static $values = [];
    public static $writes = 0;

    public static function get($key)
    {
        return self::$values[$key] ?? false;
    }

    public static function getGlobalValue($key)
    {
        return self::get($key);
    }

    public static function updateGlobalValue($key, $value)
    {
        self::$values[$key] = (string) $value;
        ++self::$writes;

        return true;
    }

    public static function deleteByName($key)
    {
        unset(self::$values[$key]);

        return true;
    }
}

class Db
{
    public static $log = [];
    public static $answers = [];

    public static function getInstance()
    {
        return new self();
    }

    public function executeS($sql)
    {
        return $this->ask($sql) ?? [];
    }

    public function getValue($sql)
    {
        return $this->ask($sql) ?? false;
    }

    public function execute($sql)
    {
        self::$log[] = preg_replace('/\s+/', ' ', $sql);

        return true;
    }

    private function ask($sql)
    {
        $sql = preg_replace('/\s+/', ' ', $sql);
        self::$log[] = $sql;
        foreach (self::$answers as $pattern => $answer) {
            if (preg_match($pattern, $sql)) {
                return is_callable($answer) ? $answer($sql) : $answer;
            }
        }

        return null;
    }
}

class Tools
{
    public static $secure = false;
    public static $redirect;

    public static function usingSecureMode()
    {
        return self::$secure;
    }

    public static function getRemoteAddr()
    {
        return '203.0.113.9';
    }

    public static function redirectAdmin($url)
    {
        self::$redirect = $url;
    }
}

class Validate
{
    public static function isLoadedObject($object)
    {
        return is_object($object) && !empty($object->id);
    }
}

class PrestaShopLogger
{
    public static $lines = [];

    public static function addLog($message, $severity = 1, $code = null, $type = null)
    {
        self::$lines[] = $message;
    }
}

class Customer
{
    public $id;
    public $firstname = 'John';
    public $lastname = 'DOE';
    public $is_guest = 0;
    public $logged = false;
    public $groups = [3];

    public static $banned = [];

    public function __construct($id = null)
    {
        $this->id = $id;
        $this->logged = (bool) $id;
    }

    public function isLogged($withGuest = false)
    {
        return $this->logged && $this->id && ($withGuest || !$this->is_guest);
    }

    public function isGuest()
    {
        return (bool) $this->is_guest;
    }

    public function getGroups()
    {
        return $this->groups;
    }

    public static function isBanned($id)
    {
        return in_array($id, self::$banned, true);
    }
}

class Employee
{
    public $id;
    public $firstname;
    public $id_profile;
    public $allowed = [];
    public $shops = [1];

    public function __construct($id, $firstname, $idProfile, array $allowed)
    {
        $this->id = $id;
        $this->firstname = $firstname;
        $this->id_profile = $idProfile;
        $this->allowed = $allowed;
    }

    public function can($action, $tab)
    {
        return $this->isSuperAdmin() || in_array($action, $this->allowed[$tab] ?? [], true);
    }

    public function isSuperAdmin()
    {
        return $this->id_profile === _PS_ADMIN_PROFILE_;
    }

    public function getAssociatedShops()
    {
        return $this->shops;
    }
}

/** Like the real one, a bag that is written whole when the request ends, unless forbidden. */
class Cookie
{
    public static $sent = 0;

    private $content = [];
    private $mayWrite = true;
    private $modified = false;

    public function __construct(array $content = [])
    {
        $this->content = $content;
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
        $this->content[$key] = $value;
        $this->modified = true;
    }

    public function __unset($key)
    {
        unset($this->content[$key]);
        $this->modified = true;
    }

    public function disallowWriting()
    {
        $this->mayWrite = false;
    }

    public function __destruct()
    {
        if ($this->modified && $this->mayWrite) {
            ++self::$sent;
        }
    }
}

class Guest
{
    public static $next = 7;

    public static function setNewGuest($cookie)
    {
        $cookie->id_guest = self::$next++;
    }
}

class Group
{
    public static $active = true;

    public static function isFeatureActive()
    {
        return self::$active;
    }
}

class Shop
{
    const CONTEXT_SHOP = 1;
    const CONTEXT_GROUP = 2;
    const CONTEXT_ALL = 4;

    public static $multi = false;
    public static $ids = [1];
    public static $context = self::CONTEXT_ALL;
    public static $contextId;
    public $id = 1;
    public $physical_uri = '/';

    public static function getContext()
    {
        return self::$context;
    }

    public static function getContextShopID($nullWithoutMultishop = false)
    {
        return self::$context === self::CONTEXT_SHOP ? self::$contextId : null;
    }

    public static function getContextShopGroupID($nullWithoutMultishop = false)
    {
        return self::$context === self::CONTEXT_GROUP ? self::$contextId : null;
    }

    public static function isFeatureActive()
    {
        return self::$multi;
    }

    public static function getShops($active = true, $group = null, $idsOnly = false)
    {
        return array_combine(self::$ids, array_map('strval', self::$ids));
    }
}

class Language
{
    public $id = 1;
    public $iso_code = 'en';

    public static function getLanguages($active = true)
    {
        return [['id_lang' => '1', 'iso_code' => 'en'], ['id_lang' => '2', 'iso_code' => 'fr'], ['id_lang' => '3', 'iso_code' => 'de']];
    }
}

class Link
{
    public function getModuleLink($module, $controller, array $params = [], $ssl = null)
    {
        return ($ssl ? 'https' : 'http') . '://shop.test/en/module/' . $module . '/' . $controller;
    }

    public function getAdminLink($controller, $withToken = true, $sfRouteParams = [], $params = [])
    {
        return 'http://shop.test/admin/index.php?' . http_build_query(['controller' => $controller] + $sfRouteParams + $params + ['token' => 'abc']);
    }
}

class Smarty
{
    public $values = [];

    public function assign($name, $value)
    {
        $this->values[$name] = $value;
    }
}

class Tab
{
    public static $rows = [];
    public $id;
    public $class_name;
    public $module;
    public $id_parent;
    public $name;
    public $icon;
    public $wording;
    public $wording_domain;
    public $active;
    public static $fails = false;

    public function __construct($id = null)
    {
        $this->id = $id;
        foreach (self::$rows[$id] ?? [] as $key => $value) {
            $this->$key = $value;
        }
    }

    public static function getIdFromClassName($class)
    {
        foreach (self::$rows as $id => $row) {
            if (strtolower($row['class_name']) === strtolower($class)) {
                return $id;
            }
        }

        return false;
    }

    public function add()
    {
        if (self::$fails) {
            return false;
        }
        $this->id = 100 + count(self::$rows);

        return $this->update();
    }

    public function update()
    {
        self::$rows[$this->id] = get_object_vars($this);

        return true;
    }

    public function delete()
    {
        unset(self::$rows[$this->id]);

        return true;
    }
}

class Access
{
    public static $granted = [];

    public function addAccess($idProfile, $idRole)
    {
        self::$granted[] = ['tab', $idProfile, $idRole];

        return 'ok';
    }

    public function addModuleAccess($idProfile, $idRole)
    {
        self::$granted[] = ['module', $idProfile, $idRole];

        return 'ok';
    }
}
