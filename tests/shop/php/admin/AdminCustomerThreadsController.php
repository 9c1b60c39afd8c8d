<?php

/**
 * Customer Service: the list of threads of the chosen shops, one thread with its messages, status and answers.
 *
 * Like PrestaShop before its security releases it prints some of what it finds unescaped: a thread's e-mail address, and
 * subject and names in the timeline. Whoever writes threads has to write harmless ones.
 */
class AdminCustomerThreadsController extends AdminController
{
    private const STATUSES = [1 => 'open', 2 => 'closed', 3 => 'pending1', 4 => 'pending2'];
    private const LABELS = ['open' => 'Open', 'closed' => 'Closed', 'pending1' => 'Pending 1', 'pending2' => 'Pending 2'];

    public function postProcess()
    {
        $thread = (int) Tools::getValue('id_customer_thread');
        if (!$thread || $_SERVER['REQUEST_METHOD'] !== 'POST' || !$this->access('edit')) {
            return parent::postProcess();
        }
        $status = self::STATUSES[(int) Tools::getValue('setstatus')] ?? null;
        if ($status) {
            Db::getInstance()->update('customer_thread', ['status' => $status], 'id_customer_thread = ' . $thread);
        }
        if (Tools::isSubmit('submitReply')) {
            $this->reply($thread, (string) Tools::getValue('reply_message'));
        }

        return parent::postProcess();
    }

    public function initContent()
    {
        $thread = (int) Tools::getValue('id_customer_thread');
        $this->context->smarty->assign(['link' => $this->context->link, 'labels' => array_map(
            fn (string $label): string => $this->trans($label, [], 'Admin.Catalog.Feature'),
            self::LABELS
        )]);
        $this->content .= $thread ? $this->view($thread) : $this->list();
        parent::initContent();
    }

    /** An answer closes the thread. */
    private function reply(int $thread, string $message): void
    {
        if ($message === '' || $message !== strip_tags($message)) {
            $this->errors[] = $this->trans('The message is invalid.', [], 'Admin.Notifications.Error');

            return;
        }
        $now = date('Y-m-d H:i:s');
        Db::getInstance()->insert('customer_message', [
            'id_customer_thread' => $thread, 'id_employee' => (int) $this->context->employee->id, 'message' => pSQL($message, true),
            'ip_address' => (string) ip2long(Tools::getRemoteAddr()), 'date_add' => $now, 'date_upd' => $now,
        ]);
        Db::getInstance()->update('customer_thread', ['status' => 'closed', 'date_upd' => $now], 'id_customer_thread = ' . $thread);
    }

    private function list(): string
    {
        $this->context->smarty->assign('threads', Db::getInstance()->executeS(
            'SELECT a.id_customer_thread, CONCAT(c.firstname, " ", c.lastname) AS customer, a.email, cl.name AS contact, l.name AS language,
                a.status, a.date_upd, GROUP_CONCAT(cm.message ORDER BY cm.id_customer_message) AS messages, MAX(cm.private) AS private,
                (SELECT CONCAT(LEFT(e.firstname, 1), ". ", e.lastname) FROM ' . _DB_PREFIX_ . 'customer_message cm2
                    JOIN ' . _DB_PREFIX_ . 'employee e ON e.id_employee = cm2.id_employee
                    WHERE cm2.id_customer_thread = a.id_customer_thread ORDER BY cm2.date_add DESC LIMIT 1) AS employee
            FROM ' . _DB_PREFIX_ . 'customer_thread a
            LEFT JOIN ' . _DB_PREFIX_ . 'customer c ON c.id_customer = a.id_customer
            LEFT JOIN ' . _DB_PREFIX_ . 'customer_message cm ON cm.id_customer_thread = a.id_customer_thread
            LEFT JOIN ' . _DB_PREFIX_ . 'lang l ON l.id_lang = a.id_lang
            LEFT JOIN ' . _DB_PREFIX_ . 'contact_lang cl ON cl.id_contact = a.id_contact AND cl.id_lang = ' . (int) $this->context->language->id . '
            WHERE a.id_shop IN (' . implode(', ', Shop::getContextListShopID()) . ')
            GROUP BY a.id_customer_thread ORDER BY a.id_customer_thread DESC'
        ));

        return $this->context->smarty->fetch('threads.tpl');
    }

    private function view(int $id): string
    {
        $thread = Db::getInstance()->getRow('SELECT * FROM ' . _DB_PREFIX_ . 'customer_thread WHERE id_customer_thread = ' . $id);
        $messages = $thread ? self::messages($id, (int) $this->context->language->id) : [];
        if (!$messages) {
            return '<div class="alert alert-danger">' . $this->trans('The object cannot be loaded (or found)', [], 'Admin.Notifications.Error') . '</div>';
        }
        $this->context->smarty->assign([
            'thread' => $thread,
            'messages' => $messages,
            'order' => (int) $thread['id_order'] ? SalesLists::orders((int) $this->context->language->id, (int) $thread['id_order'])[0] ?? null : null,
            'action' => $this->context->link->getAdminLink('AdminCustomerThreads', true, [], ['id_customer_thread' => $id, 'viewcustomer_thread' => 1]),
            'statuses' => array_diff(self::STATUSES, [$thread['status']]),
        ]);

        return $this->context->smarty->fetch('thread.tpl');
    }

    /** Oldest first; a guest's thread finds no customer, whatever the address. */
    private static function messages(int $thread, int $idLang): array
    {
        return Db::getInstance()->executeS(
            'SELECT cm.*, cl.name AS subject, CONCAT(e.firstname, " ", e.lastname) AS employee_name,
                CONCAT(c.firstname, " ", c.lastname) AS customer_name, c.email AS customer_email, c.id_customer, pl.name AS product_name
            FROM ' . _DB_PREFIX_ . 'customer_thread ct
            JOIN ' . _DB_PREFIX_ . 'customer_message cm ON cm.id_customer_thread = ct.id_customer_thread
            LEFT JOIN ' . _DB_PREFIX_ . 'contact_lang cl ON cl.id_contact = ct.id_contact AND cl.id_lang = ' . $idLang . '
            LEFT JOIN ' . _DB_PREFIX_ . 'employee e ON e.id_employee = cm.id_employee
            LEFT JOIN ' . _DB_PREFIX_ . 'customer c ON c.id_customer = ct.id_customer
            LEFT JOIN ' . _DB_PREFIX_ . 'product_lang pl ON pl.id_product = ct.id_product AND pl.id_shop = ct.id_shop AND pl.id_lang = ' . $idLang . '
            WHERE ct.id_customer_thread = ' . $thread . ' ORDER BY cm.date_add, cm.id_customer_message'
        );
    }
}
