namespace Plumb.Web.Report;

/// <summary>The look of the report: light, for screens from a phone up, and for paper.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css = """
        :root{color-scheme:light;--ink:#212529;--muted:#5c636a;--line:#d9dde1;--soft:#f5f6f8;--accent:#1c568e}
        *{box-sizing:border-box}
        body{margin:0;background:#fff;color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
        main,header,footer{max-width:58rem;margin:0 auto;padding:0 1.25rem}
        header{padding-top:2.2rem}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
        h2{font-size:1.35rem;line-height:1.25;margin:2.6rem 0 .7rem;padding-top:1rem;border-top:2px solid var(--line)}
        h3{font-size:1.08rem;margin:1.6rem 0 .4rem}
        p{margin:.5rem 0;max-width:46rem}
        ul{padding-left:1.25rem;margin:.5rem 0;max-width:46rem}
        li{margin:.3rem 0}
        a{color:var(--accent)}
        .sub{color:var(--muted);margin:0 0 1rem}
        nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;font-size:.95rem;max-width:none}
        nav li{margin:0}
        .short{display:grid;grid-template-columns:repeat(auto-fit,minmax(12.5rem,1fr));gap:.8rem;margin:1.2rem 0}
        .short div{background:var(--soft);border-left:4px solid var(--accent);border-radius:.25rem;padding:.75rem .9rem}
        .short div.sink{border-color:#a02712}
        .short div.rise{border-color:#1c6cb0}
        .short strong{display:block;font-size:1.45rem;line-height:1.2}
        .short span{font-size:.92rem;color:var(--ink)}
        .short small{display:block;color:var(--muted);font-size:.86rem;margin-top:.15rem}
        .lead{font-size:1.07rem}
        .warn{background:#fff6e0;border-left:4px solid #b26a00;border-radius:.25rem;padding:.6rem .9rem;margin:.8rem 0;max-width:none}
        .note{color:var(--muted);font-size:.93rem}
        figure{margin:1.1rem 0}
        figure svg{display:block;width:100%;height:auto;max-width:46rem}
        figcaption{color:var(--muted);font-size:.92rem;max-width:46rem;margin-top:.3rem}
        .two{display:grid;grid-template-columns:1fr 1fr;gap:0 1.2rem}
        .two figure{margin:.6rem 0}
        .place{border:1px solid var(--line);border-radius:.35rem;padding:.7rem .9rem;margin:1rem 0;break-inside:avoid}
        .place h3{margin:.1rem 0 .3rem}
        .place p{margin:.2rem 0 .5rem}
        .place .pair{display:grid;grid-template-columns:1.62fr 1fr;gap:1rem;align-items:start}
        .place figure{margin:0}
        .scroll{overflow-x:auto;margin:1rem 0}
        table{border-collapse:collapse;font-size:.94rem;min-width:60%}
        caption{text-align:left;font-weight:600;padding:0 0 .4rem}
        th,td{text-align:left;vertical-align:top;padding:.35rem .7rem;border-bottom:1px solid var(--line)}
        thead th{background:var(--soft);border-bottom:2px solid #b9c0c7;white-space:nowrap}
        tbody th{font-weight:600}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        dl{margin:.8rem 0;max-width:50rem}
        dl div{display:grid;grid-template-columns:13rem 1fr;gap:.2rem 1rem;padding:.35rem 0;border-bottom:1px solid var(--line)}
        dt{font-weight:600}
        dd{margin:0;overflow-wrap:anywhere}
        details{margin:1rem 0}
        summary{cursor:pointer;font-weight:600;color:var(--accent)}
        .settings td:nth-child(2){font-family:ui-monospace,Consolas,"DejaVu Sans Mono",monospace;font-size:.88rem;overflow-wrap:anywhere}
        footer{color:var(--muted);font-size:.9rem;padding:2rem 1.25rem 3rem}
        @media (max-width:40rem){
        main,header,footer{padding-left:.9rem;padding-right:.9rem}
        h1{font-size:1.5rem}
        .two,.place .pair{grid-template-columns:1fr}
        .place .pair figure:last-child{max-width:22rem}
        dl div{grid-template-columns:1fr}
        .place{padding:.6rem .55rem}
        }
        @media print{
        body{font-size:10pt}
        main,header,footer{max-width:none;padding:0}
        h2,h3,caption,thead{break-after:avoid}
        figure,tr,.short div{break-inside:avoid}
        nav{display:none}
        a{color:inherit;text-decoration:none}
        .scroll{overflow:visible}
        }
        """;
}
