import MatrixTrial

/// A site that answers.
struct SiteResult: Encodable {
    let status: SiteStatus

    init(_ status: SiteStatus) { self.status = status }

    func encode(to encoder: any Encoder) throws { try status.encode(to: encoder) }

    var text: String {
        """
        \(status.url) answers with \(status.cell ?? "nothing") (site \(status.site), its front's pid is \(status.pid ?? 0))

        next: curl \(status.url)/interpreter1
              wsgimatrix swap PYTHON MOD_WSGI
              wsgimatrix stop \(status.site)
        """
    }
}
