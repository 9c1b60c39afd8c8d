<?php

/**
 * A whole page, drawn for every address that nobody knows: also for the sidecar's, where it is not proxied.
 */
class PageNotFoundController extends FrontController
{
    public $php_self = 'pagenotfound';
    public $template = '404.tpl';

    public function init()
    {
        parent::init();
        http_response_code(404);
    }
}
