<?php

/**
 * A row with its texts per language. Columns are filled in from the table; those named in the definition are written.
 */
#[AllowDynamicProperties]
abstract class ObjectModel
{
    public $id;

    public $id_lang_loaded;

    /** @var bool keep the id on add() */
    public $force_id = false;

    /** @var array{table: string, primary: string, fields: array<string, array<string, mixed>>} */
    public static $definition;

    public function __construct($id = null, $idLang = null, $idShop = null)
    {
        $this->id_lang_loaded = $idLang;
        foreach (static::$definition['fields'] as $name => $field) {
            if (!property_exists($this, $name)) {
                $this->{$name} = !empty($field['lang']) && $idLang === null ? [] : null;
            }
        }
        if ($id) {
            $this->load((int) $id, $idLang);
        }
    }

    public function add($autoDate = true, $nullValues = false)
    {
        $now = date('Y-m-d H:i:s');
        foreach ($autoDate ? ['date_add', 'date_upd'] : [] as $date) {
            if (isset(static::$definition['fields'][$date]) && !$this->{$date}) {
                $this->{$date} = $now;
            }
        }
        $fields = $this->getFields();
        if ($this->force_id && $this->id) {
            $fields[static::$definition['primary']] = (int) $this->id;
        }
        $db = Db::getInstance();
        if (!$db->insert(static::$definition['table'], $fields)) {
            return false;
        }
        $this->id = $this->force_id && $this->id ? (int) $this->id : (int) $db->Insert_ID();
        $this->{static::$definition['primary']} = $this->id;

        return $this->writeTexts();
    }

    public function update($nullValues = false)
    {
        if (isset(static::$definition['fields']['date_upd'])) {
            $this->date_upd = date('Y-m-d H:i:s');
        }
        $where = static::$definition['primary'] . ' = ' . (int) $this->id;

        return Db::getInstance()->update(static::$definition['table'], $this->getFields(), $where) && $this->writeTexts();
    }

    public function save($nullValues = false, $autoDate = true)
    {
        return (int) $this->id > 0 ? $this->update($nullValues) : $this->add($autoDate, $nullValues);
    }

    public function delete()
    {
        Hook::exec('actionObject' . static::class . 'DeleteBefore', ['object' => $this]);
        $where = static::$definition['primary'] . ' = ' . (int) $this->id;
        $done = Db::getInstance()->delete(static::$definition['table'], $where);
        if ($this->texts()) {
            $done = Db::getInstance()->delete(static::$definition['table'] . '_lang', $where) && $done;
        }
        if ($done) {
            Hook::exec('actionObject' . static::class . 'DeleteAfter', ['object' => $this]);
        }

        return $done;
    }

    /** @return array<string, string|null> escaped, without texts per language */
    public function getFields(): array
    {
        $fields = [];
        foreach (static::$definition['fields'] as $name => $field) {
            if (empty($field['lang'])) {
                $value = $this->{$name};
                $fields[$name] = $value === null ? null : pSQL(is_bool($value) ? (int) $value : $value, true);
            }
        }

        return array_filter($fields, fn ($value): bool => $value !== null);
    }

    public static function existsInDatabase($id, $table): bool
    {
        return (bool) Db::getInstance()->getValue(
            'SELECT 1 FROM `' . _DB_PREFIX_ . bqSQL($table) . '` WHERE id_' . bqSQL($table) . ' = ' . (int) $id
        );
    }

    private function load(int $id, $idLang): void
    {
        $definition = static::$definition;
        $db = Db::getInstance();
        $where = ' WHERE ' . $definition['primary'] . ' = ' . $id;
        $row = $db->getRow('SELECT * FROM `' . _DB_PREFIX_ . $definition['table'] . '`' . $where);
        if (!$row) {
            return;
        }
        foreach ($row as $name => $value) {
            $this->{$name} = $value;
        }
        $this->id = $id;
        if (!$this->texts()) {
            return;
        }
        foreach ($db->executeS('SELECT * FROM `' . _DB_PREFIX_ . $definition['table'] . '_lang`' . $where) as $texts) {
            foreach ($this->texts() as $name) {
                if ($idLang === null) {
                    $this->{$name}[(int) $texts['id_lang']] = $texts[$name];
                } elseif ((int) $idLang === (int) $texts['id_lang']) {
                    $this->{$name} = $texts[$name];
                }
            }
        }
    }

    /** @return list<string> names of the fields with a text per language */
    private function texts(): array
    {
        return array_keys(array_filter(static::$definition['fields'], fn (array $field): bool => !empty($field['lang'])));
    }

    private function writeTexts(): bool
    {
        $rows = [];
        foreach ($this->texts() as $name) {
            foreach (is_array($this->{$name}) ? $this->{$name} : [] as $idLang => $text) {
                $rows[$idLang][static::$definition['primary']] = (int) $this->id;
                $rows[$idLang]['id_lang'] = (int) $idLang;
                $rows[$idLang][$name] = pSQL($text, true);
            }
        }

        return !$rows || Db::getInstance()->insert(
            static::$definition['table'] . '_lang',
            array_values($rows),
            false,
            true,
            Db::REPLACE
        );
    }
}
