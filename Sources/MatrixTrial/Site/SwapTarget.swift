import MatrixHost
package import MatrixModel
import MatrixServers

/// What can be swapped: a site, which loses nothing, or the Apache of a cell, by a reload.
package enum SwapTarget: Sendable, Equatable {
    case site(String)
    /// Named by the cell that it was started with.
    case server(Cell)

    /// What a user named, by the site's name or by the cell that is served; without a name the only one that there is.
    package static func find(_ asked: String?, sites: Sites, servers: CellServers) async throws -> SwapTarget {
        let names = try sites.names()
        let running = try await servers.all().filter { $0.status != .stopped }
        let known = names + running.map { "\($0.cell)" }
        guard let asked else {
            switch (names.count, running.count) {
            case (1, 0): return .site(names[0])
            case (0, 1): return .server(running[0].startedAs)
            default: throw known.isEmpty ? SwapError.nothingServed : SwapError.severalServed(known)
            }
        }
        if names.contains(asked) { return .site(asked) }
        guard let cell = Cell(asked), let found = try await servers.startedAs(cell) else {
            throw SwapError.noSite(asked, known: known)
        }
        return .server(found)
    }
}
