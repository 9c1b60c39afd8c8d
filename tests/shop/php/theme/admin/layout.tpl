<!doctype html>
<html lang="{$language->iso_code}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>{$title|escape} • {$shop_name|escape}</title>
  <link rel="icon" href="/assets/logo.svg" type="image/svg+xml">
  {foreach $css_files as $file}<link rel="stylesheet" href="{$file|escape}">
  {/foreach}
  {$js_definitions}
  {foreach $js_files as $file}<script src="{$file|escape}" defer></script>
  {/foreach}
  {$displayBackOfficeHeader}
</head>
<body class="lang-{$language->iso_code} bootstrap">
<header id="header">
  <button type="button" id="menu-toggle" aria-expanded="false" aria-controls="nav-sidebar" aria-label="Menu"><span></span></button>
  <a id="header_logo" href="{$default_tab_link|escape}"><img src="/assets/logo.svg" alt="" width="24" height="24"> {$shop_name|escape}</a>
  <span class="version">{$ps_version}</span>
  {if $shops}<details id="header_shop"><summary>{foreach $shops as $shop}{if $shop.current}{$shop.name|escape}{/if}{/foreach}</summary>
  <ul>{foreach $shops as $shop}<li class="depth-{$shop.depth}"><a href="{$shop.href|escape}"{if $shop.current} aria-current="true"{/if}>{$shop.name|escape}</a></li>{/foreach}</ul></details>{/if}
  {$displayBackOfficeTop}
  <span class="header-right">
    <a href="{$shop_url|escape}" target="_blank" rel="noopener">{l s='View my shop' d='Admin.Navigation.Header'}</a>
    <span class="employee" title="{$employee->email|escape}">{$employee->firstname|escape}</span>
    <a href="{$logout_url|escape}" id="header_logout">{l s='Sign out' d='Admin.Navigation.Header'}</a>
  </span>
</header>
<nav id="nav-sidebar" class="nav-bar">
  <ul class="main-menu">
  {foreach $tabs as $level1}{if $level1.active}
    {if $level1.icon != ''}
    <li class="link-levelone{if $level1.current} link-active{/if}" id="tab-{$level1.class_name}"><a href="{$level1.href|escape}">{include file='icon.tpl' name=$level1.icon}<span>{$level1.name|escape}</span></a></li>
    {else}
    <li class="category-title" id="tab-{$level1.class_name}"><span class="title">{$level1.name|escape}</span></li>
    {foreach $level1.sub_tabs as $level2}{if $level2.active}
    <li class="link-levelone{if $level2.current} link-active{/if}" id="subtab-{$level2.class_name}"><a href="{$level2.href|escape}">{include file='icon.tpl' name=$level2.icon}<span>{$level2.name|escape}</span></a>
      {if $level2.sub_tabs && $level2.current}<ul class="submenu">
        {foreach $level2.sub_tabs as $level3}{if $level3.active}<li class="link-leveltwo{if $level3.current} link-active{/if}" id="subtab-{$level3.class_name}"><a href="{$level3.href|escape}">{$level3.name|escape}</a></li>{/if}{/foreach}
      </ul>{/if}
    </li>
    {/if}{/foreach}
    {/if}
  {/if}{/foreach}
  </ul>
  {hook h='displayAdminNavBarBeforeEnd'}
</nav>
<main id="main">
  <div class="page-head"><h1 class="page-title">{$title|escape}</h1>{hook h='displayDashboardToolbarTopMenu'}</div>
  {hook h='displayDashboardTop'}
  <div id="content">
    {foreach $messages as $kind => $lines}{foreach $lines as $line}<div class="alert alert-{$kind}" role="{if $kind == 'danger'}alert{else}status{/if}">{$line}</div>{/foreach}{/foreach}
    {$page_content}
    {hook h='displayAdminEndContent'}
  </div>
</main>
{$displayBackOfficeFooter}
</body>
</html>
