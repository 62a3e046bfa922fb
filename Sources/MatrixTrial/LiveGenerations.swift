package import MatrixHost
import MatrixModel
import MatrixServers
package import MatrixStore
import SystemPackage

/// The generations that an Apache of the store runs from right now, in `run/`, `sites/` and `trials/`: by its processes, with
/// nothing asked of an Apache that may not be installed.
package func liveGenerations(of store: Store, host: Host) throws -> [LiveGeneration] {
    let layout = store.layout
    let served = try folders(in: layout.run).flatMap { [$0, $0.appending("pre-flight")] }
    let tested = try folders(in: layout.trials).map { $0.appending("apache") }
    let sides = try folders(in: layout.sites).flatMap { site in SiteSide.allCases.map { site.appending($0.rawValue) } }
    return (served + tested + sides).compactMap { path in
        switch RunFolder(path, userID: host.environment.userID).status(in: host.processTable) {
        case .running(let serving): LiveGeneration(folder: FilePath(serving.generation), cell: serving.cell)
        case .died(let cell, _, let orphans) where !orphans.isEmpty: LiveGeneration(folder: nil, cell: cell)
        case .died, .stale, .stopped: nil
        }
    }
}

private func folders(in root: FilePath) throws -> [FilePath] {
    try Files.status(root) == nil ? [] : Files.listFolder(root).map { root.appending($0) }
}
