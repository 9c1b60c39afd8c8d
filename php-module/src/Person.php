<?php
/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */

namespace OnlineChat;

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Somebody as the chat's tables know them: accounts of the shop, and what a guest may have typed.
 *
 * What belongs to an account is that customer's alone, whatever address was typed: somebody else's address or phone
 * number never leads there. Without an account the address or the number is all there is to go by, and it must be the
 * same one, but for upper case and what people put between digits.
 */
final class Person
{
    /** What people put between the digits of a phone number. */
    const BETWEEN_DIGITS = [' ', '.', '-', '(', ')', '/', "\xC2\xA0"];

    /** @var int[] */
    private $accounts;

    /** @var string */
    private $email;

    /** @var string */
    private $phone;

    /** @var \Db */
    private $db;

    /** @var int[]|null */
    private $shops;

    public function __construct(GdprPayload $payload)
    {
        $this->db = \Db::getInstance();
        $this->email = $payload->email;
        $this->phone = $payload->phone;
        $this->accounts = $payload->customerId ? [$payload->customerId] : $this->accountsOf($payload);
    }

    public function isNobody(): bool
    {
        return !$this->accounts && $this->email === '' && $this->phone === '';
    }

    /**
     * @return int[]
     */
    public function conversations(): array
    {
        return $this->numbers('conversation', 'id_conversation');
    }

    /**
     * @return int[]
     */
    public function offlineMessages(): array
    {
        return $this->numbers('offline_message', 'id_offline_message');
    }

    /**
     * The browsers in which they chatted or left a message.
     *
     * @return string[] conditions on the table of browsers, each for a few of them
     */
    public function browsers(): array
    {
        $found = [];
        foreach (['conversation', 'offline_message'] as $table) {
            foreach ($this->conditions('t') as $condition) {
                $rows = $this->rows('SELECT DISTINCT t.`id_shop`, t.`vid` FROM `' . Tables::name($table) . '` t WHERE ' . $condition);
                foreach ($rows as $row) {
                    $found[(int) $row['id_shop']][] = '"' . pSQL($row['vid']) . '"';
                }
            }
        }
        $conditions = $this->accounts ? [$this->ofAccounts('v')] : [];
        foreach ($found as $shop => $vids) {
            foreach (array_chunk(array_unique($vids), 200) as $some) {
                // Somebody else may have signed in there since.
                $conditions[] = 'v.`id_shop` = ' . $shop . ' AND v.`vid` IN (' . implode(', ', $some) . ')
                    AND (v.`id_customer` IS NULL' . ($this->accounts ? ' OR v.`id_customer` IN (' . $this->accountList() . ')' : '') . ')';
            }
        }

        return $conditions;
    }

    /**
     * @return int[] their accounts in the shop
     */
    public function accounts(): array
    {
        return $this->accounts;
    }

    /**
     * @return string[] of whom it is known that they are there now, if they are
     */
    public function presenceKeys(): array
    {
        $keys = [];
        foreach ($this->accounts as $account) {
            foreach ($this->shops() as $shop) {
                $keys[] = $shop . ':c' . $account;
            }
        }

        return $keys;
    }

    /**
     * @return int[]
     */
    private function numbers(string $table, string $column): array
    {
        $numbers = [];
        foreach ($this->conditions('t') as $condition) {
            foreach ($this->rows('SELECT t.`' . $column . '` FROM `' . Tables::name($table) . '` t WHERE ' . $condition) as $row) {
                $numbers[(int) $row[$column]] = true;
            }
        }
        ksort($numbers);

        return array_keys($numbers);
    }

    /**
     * One for each index, so that none of them reads the whole table.
     *
     * @return string[]
     */
    private function conditions(string $alias): array
    {
        $conditions = $this->accounts ? [$this->ofAccounts($alias)] : [];
        $nobodys = ' AND NOT EXISTS (SELECT 1 FROM `' . _DB_PREFIX_ . 'customer` k WHERE k.`id_customer` = ' . $alias . '.`id_customer`)';
        if ($this->email !== '') {
            $conditions[] = $this->sameEmail($alias . '.`email`') . $nobodys;
        }
        if ($this->phone !== '') {
            $conditions[] = $this->samePhone($alias . '.`phone`') . $nobodys;
        }

        return $conditions;
    }

    private function ofAccounts(string $alias): string
    {
        return $alias . '.`id_shop` IN (' . implode(', ', $this->shops()) . ') AND ' . $alias . '.`id_customer` IN (' . $this->accountList() . ')';
    }

    private function accountList(): string
    {
        return implode(', ', array_map('intval', $this->accounts));
    }

    /**
     * The accounts that an address or a number leads to: those with this very address, or the only one whose address
     * book has this number (a household may share it).
     *
     * @return int[]
     */
    private function accountsOf(GdprPayload $payload): array
    {
        $accounts = [];
        if ($payload->email !== '') {
            $accounts = $this->rows('SELECT t.`id_customer` FROM `' . _DB_PREFIX_ . 'customer` t WHERE ' . $this->sameEmail('t.`email`'));
        }
        if ($payload->phone !== '') {
            $holders = $this->rows(
                'SELECT DISTINCT t.`id_customer` FROM `' . _DB_PREFIX_ . 'address` t
                INNER JOIN `' . _DB_PREFIX_ . 'customer` k ON k.`id_customer` = t.`id_customer`
                WHERE t.`deleted` = 0 AND (' . $this->samePhone('t.`phone`') . ' OR ' . $this->samePhone('t.`phone_mobile`') . ')'
            );
            $accounts = count($holders) === 1 ? array_merge($accounts, $holders) : $accounts;
        }

        return array_values(array_unique(array_map('intval', array_column($accounts, 'id_customer'))));
    }

    /**
     * The first half finds it by the index, the second tells e from é.
     */
    private function sameEmail(string $column): string
    {
        $email = '"' . \Db::getInstance()->escape($this->email, true) . '"';

        return $column . ' = ' . $email . ' AND LOWER(CONVERT(' . $column . ' USING utf8mb4)) COLLATE utf8mb4_bin
            = LOWER(CONVERT(' . $email . ' USING utf8mb4)) COLLATE utf8mb4_bin';
    }

    private function samePhone(string $column): string
    {
        $bare = $column;
        foreach (self::BETWEEN_DIGITS as $sign) {
            $bare = 'REPLACE(' . $bare . ', "' . $sign . '", "")';
        }

        return $column . ' > "" AND ' . $bare . ' = "' . pSQL($this->phone) . '"';
    }

    /**
     * @return int[] every shop there ever was: an index begins with it
     */
    private function shops(): array
    {
        if ($this->shops === null) {
            $rows = $this->rows('SELECT `id_shop` FROM `' . _DB_PREFIX_ . 'shop`');
            $this->shops = array_map('intval', array_column($rows, 'id_shop')) ?: [0];
        }

        return $this->shops;
    }

    private function rows(string $sql): array
    {
        return Tables::rows($this->db, $sql);
    }
}
