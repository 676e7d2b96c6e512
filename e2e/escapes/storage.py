"""Routes to what the origin stores: databases, caches, files, locks."""

import asyncio

import js
import pyodide_js
from pyodide.ffi import to_js


def options(**values):
    return to_js(values, dict_converter=js.Object.fromEntries)


async def indexed_database(beacon, mark):
    js.indexedDB.open(mark)
    await asyncio.sleep(0.05)


async def indexed_database_of_the_scope(beacon, mark):
    js.self.indexedDB.open(mark)
    await asyncio.sleep(0.05)


async def indexed_database_by_its_prototype(beacon, mark):
    js.IDBFactory.prototype.open.call(js.indexedDB, mark)
    await asyncio.sleep(0.05)


async def file_system_in_a_database(beacon, mark):
    file_system = pyodide_js._module.FS
    file_system.mkdir(f"/{mark}")
    file_system.mount(pyodide_js._module.IDBFS, options(), f"/{mark}")
    file_system.syncfs(False, js.Object.bind(None))
    await asyncio.sleep(0.05)


async def database_of_the_file_system(beacon, mark):
    pyodide_js._module.IDBFS.getDB(mark, js.Object.bind(None))
    await asyncio.sleep(0.05)


async def factory_of_the_file_system(beacon, mark):
    pyodide_js._module.IDBFS.indexedDB().open(mark)
    await asyncio.sleep(0.05)


async def cache(beacon, mark):
    await js.caches.open(mark)


async def cache_of_the_scope(beacon, mark):
    await js.globalThis.caches.open(mark)


async def cache_by_its_prototype(beacon, mark):
    await js.CacheStorage.prototype.open.call(js.caches, mark)


async def file_of_the_origin(beacon, mark):
    root = await js.navigator.storage.getDirectory()
    await root.getFileHandle(mark, options(create=True))


async def folder_of_the_origin(beacon, mark):
    root = await js.self.navigator.storage.getDirectory()
    await root.getDirectoryHandle(mark, options(create=True))


async def storage_by_its_prototype(beacon, mark):
    root = await js.StorageManager.prototype.getDirectory.call(js.navigator.storage)
    await root.getFileHandle(mark, options(create=True))


async def written_file_of_the_origin(beacon, mark):
    root = await js.navigator.storage.getDirectory()
    handle = await root.getFileHandle(mark, options(create=True))
    access = await handle.createSyncAccessHandle()
    access.write(js.Uint8Array.new(8))
    access.close()


async def mounted_folder_of_the_origin(beacon, mark):
    root = await js.navigator.storage.getDirectory()
    mounted = await pyodide_js.mountNativeFS(f"/{mark}", root)
    with open(f"/{mark}/{mark}", "w") as file:
        file.write("secret")
    await mounted.syncfs()


async def lock(beacon, mark):
    never = js.Promise.new(js.Object.bind(None))
    js.navigator.locks.request(mark, js.Object.bind(None, never))
    await asyncio.sleep(0.05)


async def bucket(beacon, mark):
    found = await js.navigator.storageBuckets.open(mark[:20].replace("_", "-"))
    root = await found.getDirectory()
    await root.getFileHandle(mark, options(create=True))
    main = await js.navigator.storage.getDirectory()
    await main.getFileHandle(mark, options(create=True))


async def file_system_of_a_worker(beacon, mark):
    """Shows nothing: it mounts blobs that the worker itself made."""
    file_system = pyodide_js._module.FS
    file_system.mkdir(f"/{mark}")
    blob = js.Blob.new(to_js(["secret"]))
    file_system.mount(
        pyodide_js._module.WORKERFS, options(blobs=to_js([options(name="x", data=blob)])), f"/{mark}"
    )


async def file_system_of_node(beacon, mark):
    """Shows nothing: there is no Node in a browser."""
    pyodide_js._module.FS.mount(pyodide_js._module.NODEFS, options(root="/"), "/mnt")


async def local_storage(beacon, mark):
    """Shows nothing: workers have none."""
    js.localStorage.setItem(mark, "secret")


async def cookie(beacon, mark):
    """Shows nothing: dedicated workers cannot set cookies."""
    await js.cookieStore.set(mark, "secret")
