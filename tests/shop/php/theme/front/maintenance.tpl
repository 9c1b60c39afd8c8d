<!doctype html>
<html lang="{$language->iso_code}"><head><meta charset="utf-8"><title>{$shop_name}</title><link rel="stylesheet" href="/assets/front.css"></head>
<body><main class="container narrow card empty"><h1>{l s='We will be back soon.' d='Shop.Theme.Global'}</h1></main></body></html>
