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
 * Takes everything away that the chat has of somebody. Works without the sidecar; where it runs, it notices.
 *
 * Rows are locked in the order in which the sidecar locks them, and few at a time, so that people who chat don't wait.
 */
final class PersonErasure
{
    /** Causes, as the log of deletions calls them. */
    const ON_REQUEST = 'erasure';
    const WITH_THE_CUSTOMER = 'customer_deleted';

    const AT_ONCE = 20;

    const TRIES = 3;

    /** What belongs to a conversation, by table; newer ones may not be there yet. */
    const OF_A_CONVERSATION = ['message', 'decline', 'history_conversation', 'filing'];

    /** A block goes on to keep the visitor out, by number alone: what names them, or was written of them, goes. */
    const OF_A_BLOCK = 'v.`visitor_name` = "", v.`reason` = "", v.`ip_address` = "", v.`id_guest` = NULL';

    /** What mails are about: a conversation, or an offline message. */
    const MAILS_OF_A_CONVERSATION = ['transcript', 'unread_answer'];
    const MAILS_OF_AN_OFFLINE_MESSAGE = ['offline_message'];

    /** @var Person */
    private $person;

    /** @var string one of the causes */
    private $cause;

    /** @var int who did it, 0 for nobody in particular */
    private $employeeId;

    /** @var \Db */
    private $db;

    /** @var bool[] by table */
    private $known = [];

    public function __construct(Person $person, string $cause, int $employeeId)
    {
        $this->person = $person;
        $this->cause = $cause;
        $this->employeeId = $employeeId;
        $this->db = \Db::getInstance();
    }

    /**
     * @throws \RuntimeException something is left; the next try goes on there
     */
    public function run(): void
    {
        // First: from now on nothing new is written in their name (sidecar, conversations/visitors.py).
        $this->browsers();
        $this->eachFew($this->person->conversations(), function (array $numbers) {
            $this->conversations($numbers);
        });
        $this->eachFew($this->person->offlineMessages(), function (array $numbers) {
            $this->offlineMessages($numbers);
        });
        $keys = array_map('pSQL', $this->person->presenceKeys());
        if ($keys) {
            Tables::run($this->db, 'DELETE FROM `' . Tables::name('presence') . '` WHERE `open_key` IN ("' . implode('", "', $keys) . '")');
        }
        $accounts = array_map('intval', $this->person->accounts());
        if ($accounts && $this->isThere('customer_word')) {
            // The sidecar would notice by itself, but not at once.
            Tables::run($this->db, 'DELETE FROM `' . Tables::name('customer_word') . '` WHERE `id_customer` IN (' . implode(', ', $accounts) . ')');
        }
    }

    /**
     * A bare row of each browser stays for a day: it ends the sessions that go on elsewhere. Whatever columns there are,
     * nothing of theirs comes along.
     */
    private function browsers(): void
    {
        foreach ($this->person->browsers() as $condition) {
            $this->inOne(function () use ($condition) {
                // The conversation for which they were blocked may be gone already.
                $this->blocks($condition);
                $this->strip($condition);
            });
        }
    }

    private function blocks(string $condition): void
    {
        if ($this->isThere('block')) {
            Tables::run($this->db, 'UPDATE `' . Tables::name('block') . '` v SET ' . self::OF_A_BLOCK . ' WHERE ' . $condition);
        }
    }

    private function strip(string $condition): void
    {
        $rows = Tables::rows(
            $this->db,
            'SELECT v.`id_shop`, v.`vid`, v.`created_at` FROM `' . Tables::name('visitor') . '` v
            WHERE (v.`seen_at` IS NOT NULL OR v.`id_customer` IS NOT NULL) AND ' . $condition . ' ORDER BY v.`id_shop`, v.`vid` FOR UPDATE'
        );
        foreach (array_chunk($rows, 100) as $some) {
            $keys = $bare = [];
            foreach ($some as $row) {
                $keys[] = '(`id_shop` = ' . (int) $row['id_shop'] . ' AND `vid` = "' . pSQL($row['vid']) . '")';
                $bare[] = '(' . (int) $row['id_shop'] . ', "' . pSQL($row['vid']) . '", "' . pSQL($row['created_at']) . '", UTC_TIMESTAMP(3))';
            }
            Tables::run($this->db, 'DELETE FROM `' . Tables::name('visitor') . '` WHERE ' . implode(' OR ', $keys));
            Tables::run(
                $this->db,
                'INSERT INTO `' . Tables::name('visitor') . '` (`id_shop`, `vid`, `created_at`, `revoked_at`) VALUES ' . implode(', ', $bare)
            );
        }
        $this->record('visitor', count($rows), []);
    }

    private function conversations(array $numbers): void
    {
        $there = $this->locked('conversation', 'id_conversation', $numbers);
        if (!$there) {
            return;
        }
        $list = implode(', ', $there);
        $persons = $this->historyLines($list);
        foreach (self::OF_A_CONVERSATION as $table) {
            if ($this->isThere($table)) {
                Tables::run($this->db, 'DELETE FROM `' . Tables::name($table) . '` WHERE `id_conversation` IN (' . $list . ')');
            }
        }
        $this->blocks('v.`id_conversation` IN (' . $list . ')');
        $this->forgetHistoryLines($persons);
        $this->mails(self::MAILS_OF_A_CONVERSATION, $list);
        Tables::run($this->db, 'DELETE FROM `' . Tables::name('conversation') . '` WHERE `id_conversation` IN (' . $list . ')');
        $this->record('conversation', count($there), $there);
    }

    private function offlineMessages(array $numbers): void
    {
        $there = $this->locked('offline_message', 'id_offline_message', $numbers);
        if (!$there) {
            return;
        }
        $list = implode(', ', $there);
        Tables::run($this->db, 'DELETE FROM `' . Tables::name('offline_message') . '` WHERE `id_offline_message` IN (' . $list . ')');
        $this->mails(self::MAILS_OF_AN_OFFLINE_MESSAGE, $list);
        $this->record('offline_message', count($there), $there);
    }

    private function mails(array $kinds, string $subjects): void
    {
        Tables::run(
            $this->db,
            'DELETE FROM `' . Tables::name('outbox') . '` WHERE `kind` IN ("' . implode('", "', $kinds) . '") AND `id_subject` IN (' . $subjects . ')'
        );
    }

    /**
     * @return int[]
     */
    private function historyLines(string $conversations): array
    {
        if (!$this->isThere('history_conversation')) {
            return [];
        }
        $rows = Tables::rows(
            $this->db,
            'SELECT DISTINCT `id_person` FROM `' . Tables::name('history_conversation') . '` WHERE `id_conversation` IN (' . $conversations . ')'
        );

        return array_map('intval', array_column($rows, 'id_person'));
    }

    /**
     * @param int[] $persons lines of the history's table that may have lost their last conversation
     */
    private function forgetHistoryLines(array $persons): void
    {
        if ($persons) {
            Tables::run(
                $this->db,
                'DELETE p FROM `' . Tables::name('history_person') . '` p
                LEFT JOIN `' . Tables::name('history_conversation') . '` h ON h.`id_person` = p.`id_person`
                WHERE p.`id_person` IN (' . implode(', ', $persons) . ') AND h.`id_conversation` IS NULL'
            );
        }
    }

    private function isThere(string $table): bool
    {
        if (!isset($this->known[$table])) {
            $this->known[$table] = Tables::exist($this->db, $table);
        }

        return $this->known[$table];
    }

    /**
     * @return int[] those that are still there
     */
    private function locked(string $table, string $column, array $numbers): array
    {
        $rows = Tables::rows(
            $this->db,
            'SELECT `' . $column . '` FROM `' . Tables::name($table) . '` WHERE `' . $column . '` IN (' . implode(', ', array_map('intval', $numbers)) . ')
            ORDER BY `' . $column . '` FOR UPDATE'
        );

        return array_map('intval', array_column($rows, $column));
    }

    /**
     * Written down as the sidecar does it (privacy/deletions.py): numbers, never content, names or addresses.
     */
    private function record(string $kind, int $amount, array $numbers): void
    {
        if ($amount > 0) {
            Tables::run(
                $this->db,
                'INSERT INTO `' . Tables::name('deletion') . '` (`deleted_at`, `cause`, `id_employee`, `kind`, `amount`, `ids`)
                VALUES (UTC_TIMESTAMP(3), "' . pSQL($this->cause) . '", ' . ($this->employeeId ?: 'NULL') . ', "' . pSQL($kind) . '", '
                . $amount . ', "' . implode(',', $numbers) . '")'
            );
        }
    }

    private function eachFew(array $numbers, callable $erase): void
    {
        foreach (array_chunk($numbers, self::AT_ONCE) as $some) {
            $this->inOne(function () use ($erase, $some) {
                $erase($some);
            });
        }
    }

    /**
     * All of it or nothing. Somebody who is chatting may hold a row for a moment.
     */
    private function inOne(callable $body): void
    {
        for ($try = 1; ; ++$try) {
            Tables::run($this->db, 'START TRANSACTION');
            try {
                $body();
                Tables::run($this->db, 'COMMIT');

                return;
            } catch (\Throwable $error) {
                $this->db->execute('ROLLBACK', false);
                if ($try >= self::TRIES) {
                    throw $error;
                }
            }
        }
    }
}
