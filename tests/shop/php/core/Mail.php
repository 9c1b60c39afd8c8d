<?php

/** Sends nothing: what would go out is in the table of sent mails, with what is put into the template. */
class Mail
{
    public static function send(
        $idLang,
        $template,
        $subject,
        $templateVars,
        $to,
        $toName = null,
        $from = null,
        $fromName = null,
        $fileAttachment = null,
        $modeSmtp = null,
        $templatePath = _PS_MAIL_DIR_,
        $die = false,
        $idShop = null,
        $bcc = null,
        $replyTo = null,
        $replyToName = null
    ) {
        if (!Validate::isEmail($to)) {
            return false;
        }

        return Db::getInstance()->insert('mail', [
            'recipient' => pSQL($to), 'template' => pSQL($template), 'subject' => pSQL($subject), 'id_lang' => (int) $idLang,
            'body' => pSQL(strtr('{messages}|{comment}|{employee}|{firstname}', $templateVars), true), 'date_add' => date('Y-m-d H:i:s'),
        ]);
    }
}
