{extends file='layout.tpl'}
{block name='content'}
<section class="narrow card empty">
  <h1>{l s='This page could not be found' d='Shop.Theme.Global'}</h1>
  <p><a href="{$link->getPageLink('index')}">{l s='Home' d='Shop.Theme.Global'}</a></p>
</section>
{/block}
