/// What a header of the archive says, before anything is believed.
struct EntryHeader: Equatable {
    var name: [UInt8]
    var kind: ArchivedKind
    /// What a symbolic or hard link leads to.
    var target: [UInt8] = []
    var isExecutable = false
}

/// What may be made of a header; paths are relative to the destination.
enum AdmittedEntry: Equatable {
    case folder(String)
    case file(String, isExecutable: Bool)
    case symlink(String, target: String)
    case hardlink(String, to: String)

    var path: String {
        switch self {
        case .folder(let path), .file(let path, _), .symlink(let path, _), .hardlink(let path, _): path
        }
    }
}

/// Decides which entries may be made. It knows what the archive has made so far, so that no entry is made through a
/// link, over another entry, or beside the one top folder. Names that Unicode holds equal count as one.
struct EntryFilter {
    private(set) var topFolder: String?
    private var kinds: [String: ArchivedKind] = [:]
    private var impliedFolders: Set<String> = []

    /// Files, folders and links that were admitted, without the top folder.
    var count: Int { kinds.count }

    /// The entries to make for a header: folders that are only implied first; none for the top folder itself.
    mutating func admit(_ header: EntryHeader) throws -> [AdmittedEntry] {
        let shown = String(decoding: header.name, as: UTF8.self)
        let name = try EntryName(header.name)
        let components = try belowTopFolder(name, header.kind, shown)
        guard !components.isEmpty else { return [] }
        let parents = try admitParents(of: components, shown)
        let path = components.joined(separator: "/")
        if header.kind == .folder, impliedFolders.remove(path) != nil { return [] }
        guard kinds[path] == nil else { throw ArchiveError.duplicate(shown) }
        let entry = try admitted(header, at: path, depth: components.count - 1, shown)
        kinds[path] = header.kind
        return parents + [entry]
    }

    private mutating func belowTopFolder(
        _ name: EntryName, _ kind: ArchivedKind, _ shown: String
    ) throws -> ArraySlice<String> {
        guard name.components.count > 1 || kind == .folder else { throw ArchiveError.outsideTopFolder(shown) }
        let top = name.components[0]
        if let topFolder, topFolder != top { throw ArchiveError.twoTopFolders(topFolder, top) }
        topFolder = top
        return name.components.dropFirst()
    }

    private mutating func admitParents(
        of components: ArraySlice<String>, _ shown: String
    ) throws -> [AdmittedEntry] {
        var made: [AdmittedEntry] = []
        var path = ""
        for component in components.dropLast() {
            path += path.isEmpty ? component : "/" + component
            switch kinds[path] {
            case .folder: continue
            case nil:
                kinds[path] = .folder
                impliedFolders.insert(path)
                made.append(.folder(path))
            default: throw ArchiveError.throughLink(shown, link: path)
            }
        }
        return made
    }

    private func admitted(
        _ header: EntryHeader, at path: String, depth: Int, _ shown: String
    ) throws -> AdmittedEntry {
        switch header.kind {
        case .folder: return .folder(path)
        case .file: return .file(path, isExecutable: header.isExecutable)
        case .symlink:
            let target = String(decoding: header.target, as: UTF8.self)
            guard target.utf8.elementsEqual(header.target), staysInside(target: target, depth: depth) else {
                throw ArchiveError.linkOutside(shown, target: target)
            }
            return .symlink(path, target: target)
        case .hardlink:
            let target = try EntryName(header.target).components
            let inside = target.dropFirst().joined(separator: "/")
            guard target[0] == topFolder, kinds[inside] == .file || kinds[inside] == .hardlink else {
                throw ArchiveError.badHardlink(shown, target: target.joined(separator: "/"))
            }
            return .hardlink(path, to: inside)
        case .fifo, .socket, .device, .unknown: throw ArchiveError.forbiddenKind(shown, header.kind)
        }
    }
}
