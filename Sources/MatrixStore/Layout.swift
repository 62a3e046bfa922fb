package import MatrixModel
package import SystemPackage

/// Every path of a store, from its root.
package struct Layout: Sendable, Hashable {
    package let root: FilePath

    package init(root: FilePath) { self.root = root }

    /// Verified tarballs, `downloads-v1/<sha256>/<file name>`.
    package var downloads: FilePath { root.appending("downloads-v1") }
    package var locks: FilePath { root.appending("locks") }
    package var staging: FilePath { root.appending("staging") }
    package var logs: FilePath { root.appending("logs") }
    package var quarantine: FilePath { root.appending("quarantine") }
    /// Build folders that `--keep` left for a person to look at.
    package var kept: FilePath { root.appending("kept") }
    package var generations: FilePath { root.appending("generations") }
    /// Links from a cell's name to its newest generation.
    package var cells: FilePath { root.appending("cells") }
    /// The link to the generation that Apaches of other people load.
    package var active: FilePath { root.appending("active") }
    /// What was active before, and what was put outside the store.
    var activeRecord: FilePath { root.appending("active.json") }
    /// What running servers write: `run/<cell>/`.
    package var run: FilePath { root.appending("run") }
    /// Fronts with two sides each: `sites/<name>/`.
    package var sites: FilePath { root.appending("sites") }
    /// The folders of tested cells.
    package var trials: FilePath { root.appending("trials") }
    /// Remembered answers of tools such as `gcc --version`.
    package var toolAnswers: FilePath { root.appending("tool-answers-v1.json") }

    /// What `configure` scripts found out on this machine: of no use elsewhere, and no loss.
    package var configureSeeds: FilePath { root.appending("configure-v1") }

    package func bucket(_ kind: EntryKind) -> FilePath { root.appending(kind.bucket) }
    package func entry(_ kind: EntryKind, _ key: BuildKey) -> FilePath { bucket(kind).appending(key.text) }
    package func record(_ kind: EntryKind, _ key: BuildKey) -> FilePath { bucket(kind).appending("\(key).json") }
    package func manifest(_ kind: EntryKind, _ key: BuildKey) -> FilePath { bucket(kind).appending("\(key).manifest") }
    /// A work folder of one build of an entry. Its name is new each time: compilers that outlive a killed run may still
    /// write to the old one.
    func workFolder(_ kind: EntryKind, _ key: BuildKey) -> FilePath {
        let attempt = String(UInt32.random(in: .min ... .max), radix: 16)
        return staging.appending("\(lockName(kind, key))~\(attempt)")
    }
    package func lock(_ name: String) -> FilePath { locks.appending("\(name).lock") }
    package func lock(_ kind: EntryKind, _ key: BuildKey) -> FilePath { lock(lockName(kind, key)) }
    /// The lock that a work folder's builder holds.
    func lock(ofWorkFolder name: String) -> FilePath { lock(String(name.prefix { $0 != "~" })) }
    private func lockName(_ kind: EntryKind, _ key: BuildKey) -> String { "\(kind.bucket)-\(key)" }
    package func cellLink(_ cell: Cell) -> FilePath { cells.appending(cell.description) }
    /// The topology that `mongo start` keeps running.
    package var mongo: FilePath { run.appending("mongo") }
    package func runFolder(_ cell: Cell) -> FilePath { run.appending(cell.description) }

    /// The folders that a store is made of.
    var folders: [FilePath] {
        [downloads, locks, staging, logs, quarantine, generations, cells, run] + EntryKind.allCases.map(bucket)
    }
}
