<?php

/**
 * The shop's connection. As in production, a failing statement gives false; here it is also written to the log.
 */
class Db
{
    public const INSERT = 1;
    public const INSERT_IGNORE = 2;
    public const REPLACE = 3;
    public const ON_DUPLICATE_KEY = 4;

    private static ?Db $instance = null;

    private PDO $link;

    private int $affected = 0;

    /** How many statements this request has run; Hook counts what a hook costs with it. */
    public int $statements = 0;

    public static function getInstance($master = true): self
    {
        return self::$instance ??= new self();
    }

    private function __construct()
    {
        [$host, $port] = array_pad(explode(':', _DB_SERVER_, 2), 2, '3306');
        $this->link = new PDO(
            sprintf('mysql:host=%s;port=%s;dbname=%s;charset=utf8mb4', $host, $port, _DB_NAME_),
            _DB_USER_,
            _DB_PASSWD_,
            [
                PDO::ATTR_STRINGIFY_FETCHES => true,
                PDO::MYSQL_ATTR_INIT_COMMAND => "SET NAMES utf8mb4, SESSION sql_mode=''",
            ]
        );
    }

    /** @return PDOStatement|false */
    public function query($sql)
    {
        ++$this->statements;
        try {
            $result = $this->link->query((string) $sql);
        } catch (PDOException $error) {
            error_log('SQL: ' . $error->getMessage() . "\n" . $sql);

            return false;
        }
        $this->affected = $result ? $result->rowCount() : 0;

        return $result;
    }

    public function execute($sql, $useCache = true): bool
    {
        return (bool) $this->query($sql);
    }

    public function executeS($sql, $array = true, $useCache = true)
    {
        $result = $this->query($sql);

        return $result ? $result->fetchAll(PDO::FETCH_ASSOC) : false;
    }

    public function getRow($sql, $useCache = true)
    {
        $result = $this->query(rtrim((string) $sql, " \t\n\r\0\x0B;") . ' LIMIT 1');

        return $result ? $result->fetch(PDO::FETCH_ASSOC) : false;
    }

    public function getValue($sql, $useCache = true)
    {
        $row = $this->getRow($sql);

        return $row ? reset($row) : false;
    }

    public function insert(
        $table,
        $data,
        $nullValues = false,
        $useCache = true,
        $type = self::INSERT,
        $addPrefix = true
    ): bool {
        $rows = isset($data[0]) && is_array($data[0]) ? $data : [$data];
        if (!$data) {
            return true;
        }
        $names = array_keys($rows[0]);
        $values = array_map(fn (array $row): string => '(' . implode(', ', array_map(
            fn ($value): string => self::literal($value, $nullValues),
            $row
        )) . ')', $rows);
        $verb = match ($type) {
            self::INSERT_IGNORE => 'INSERT IGNORE',
            self::REPLACE => 'REPLACE',
            default => 'INSERT',
        };
        $sql = sprintf(
            '%s INTO `%s%s` (`%s`) VALUES %s',
            $verb,
            $addPrefix ? _DB_PREFIX_ : '',
            bqSQL($table),
            implode('`, `', array_map('bqSQL', $names)),
            implode(', ', $values)
        );
        if ($type === self::ON_DUPLICATE_KEY) {
            $sql .= ' ON DUPLICATE KEY UPDATE ' . implode(', ', array_map(
                fn (string $name): string => sprintf('`%1$s` = VALUES(`%1$s`)', bqSQL($name)),
                $names
            ));
        }

        return $this->execute($sql);
    }

    public function update(
        $table,
        $data,
        $where = '',
        $limit = 0,
        $nullValues = false,
        $useCache = true,
        $addPrefix = true
    ): bool {
        if (!$data) {
            return true;
        }
        $sets = [];
        foreach ($data as $name => $value) {
            $sets[] = '`' . bqSQL($name) . '` = ' . self::literal($value, $nullValues);
        }

        return $this->execute(
            'UPDATE `' . ($addPrefix ? _DB_PREFIX_ : '') . bqSQL($table) . '` SET ' . implode(', ', $sets)
            . ($where ? ' WHERE ' . $where : '') . ($limit ? ' LIMIT ' . (int) $limit : '')
        );
    }

    public function delete($table, $where = '', $limit = 0, $useCache = true, $addPrefix = true): bool
    {
        return $this->execute(
            'DELETE FROM `' . ($addPrefix ? _DB_PREFIX_ : '') . bqSQL($table) . '`'
            . ($where ? ' WHERE ' . $where : '') . ($limit ? ' LIMIT ' . (int) $limit : '')
        );
    }

    public function Insert_ID()
    {
        return $this->link->lastInsertId();
    }

    public function Affected_Rows(): int
    {
        return $this->affected;
    }

    public function getMsgError(): string
    {
        return (string) ($this->link->errorInfo()[2] ?? '');
    }

    public function escape($string, $htmlOk = false, $bqSql = false): string
    {
        $string = (string) $string;
        if (!is_numeric($string)) {
            $string = substr($this->link->quote($string), 1, -1);
            if (!$htmlOk) {
                $string = strip_tags(Tools::nl2br($string));
            }
        }

        return $string;
    }

    /** Values are quoted but not escaped: that is the caller's part (pSQL), as in the shop. */
    private static function literal($value, bool $nullValues): string
    {
        if (is_array($value) && isset($value['type']) && $value['type'] === 'sql') {
            return (string) $value['value'];
        }

        return $value === null || ($nullValues && $value === '') ? 'NULL' : "'" . $value . "'";
    }
}
