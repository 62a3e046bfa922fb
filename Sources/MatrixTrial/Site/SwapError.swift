import MatrixModel

/// Why a site was not swapped.
package enum SwapError: Mendable, Equatable {
    case noSite(String, known: [String])
    case nothingServed
    case severalServed([String])
    case siteExists(String, cell: String)
    case siteDown(String)
    /// The new cell failed before any user could notice; `cause` is in Apache's or Python's words.
    case refused(cell: String, serving: String, cause: String, mend: String?)
    /// The new cell failed while it was answering; users got the old one back.
    case rolledBack(cell: String, serving: String, SwapReport.Window, outageMilliseconds: Int)
    /// A reload keeps the MPM that Apache was started with.
    case otherMPM(serving: String, asked: String)
    /// It was asked for a swap without loss, of a server that has no front.
    case notZeroLoss(cell: String)
    /// Another swap of the site was asked for later.
    case superseded
    case nothingToRollBackTo(String)
}

extension SwapError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSite(let name, let known):
            "nothing that is called `\(name)` is being served"
                + (known.isEmpty ? "" : "; there is \(known.map { "`\($0)`" }.joined(separator: ", "))")
        case .nothingServed: "nothing is being served that could be swapped"
        case .severalServed(let known): "several are being served: \(known.map { "`\($0)`" }.joined(separator: ", "))"
        case .siteExists(let name, let cell): "the site `\(name)` is there already, and serves \(cell)"
        case .siteDown(let name): "nothing answers for `\(name)`: its Apache does not run"
        case .refused(let cell, let serving, let cause, _):
            "\(cell) was refused in pre-flight, and \(serving) goes on serving\ncaused by: \(cause)"
        case .rolledBack(let cell, let serving, let window, let outage):
            "\(cell) was rolled back after \(window.failures) errors, and \(serving) serves again; users were without it "
                + "for \(outage) ms\ncaused by: \(window.firstFailure ?? "it did not answer")"
        case .otherMPM(let serving, let asked):
            "a reload keeps the MPM that Apache was started with: \(serving) cannot become \(asked)"
        case .notZeroLoss(let cell): "the Apache of \(cell) has no front, so a reload may lose requests"
        case .superseded: "another swap of this site was asked for later, so this one was not begun"
        case .nothingToRollBackTo(let name): "`\(name)` has served nothing else yet"
        }
    }

    package var hint: String? {
        switch self {
        case .severalServed(let known): "name one: --site \(known.first ?? "")"
        case .noSite, .nothingServed: "wsgimatrix serve --zero-loss PYTHON MOD_WSGI"
        case .siteExists: "wsgimatrix swap PYTHON MOD_WSGI, or wsgimatrix stop"
        case .siteDown(let name): "wsgimatrix stop \(name), then serve it again"
        case .refused(_, _, _, let mend): mend
        case .otherMPM(let serving, _): "wsgimatrix stop \(serving), then serve the other"
        case .notZeroLoss: "wsgimatrix serve --zero-loss PYTHON MOD_WSGI"
        case .rolledBack, .superseded, .nothingToRollBackTo: nil
        }
    }
}
